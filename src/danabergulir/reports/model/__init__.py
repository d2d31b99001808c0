"""What every report and paper is made of: sheets, columns, tables, pages."""
