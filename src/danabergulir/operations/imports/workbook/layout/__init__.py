"""How the rows and columns of one list lie on its sheet."""
