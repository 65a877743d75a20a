"""What a person must look at before a record is certified: the table of checks and the arithmetic behind them. Pure.

What may never be stored is no check: `services/registry/rules.faults` refuses it.
"""
