"""CII: electronic invoices as UN/CEFACT writes them (D16B), with Factur-X, XRechnung and the older ZUGFeRD 1."""
