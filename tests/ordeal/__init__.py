"""The promises on a bad day. Each module here is one kind of trouble; `./run.sh ordeal` goes the long way through all.

A test counts what it tried with the fixture `tally`, and takes its size from `long`: the short way runs with all other
tests, under four minutes in all.
"""
