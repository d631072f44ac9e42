"""The DBF format of dBase III, FoxPro and Visual FoxPro: tables of records of one length, texts in a code page.

Read and written by our own few lines: the packages for it build an object per record and take seconds where these take
tenths; they are the oracle of the tests.
"""
