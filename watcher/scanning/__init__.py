"""Looking through a history of mail: what comes out is told and forgotten, nothing is put on record.

pieces.py and account.py cut a source into pieces, crew.py judges them on all cores, place.py remembers how far an
interrupted scan has got, scan.py puts it together.
"""
