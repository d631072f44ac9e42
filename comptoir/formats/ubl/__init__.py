"""UBL: electronic invoices and credit notes as Peppol BIS 3, EN 16931, UBL.BE and e-FFF write them."""
