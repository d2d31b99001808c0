"""What a workbook holds around its loans: who the UPK is, the heads of the RW, the inventory, and the bank."""
