"""Every uploaded table by one reader: gate → sheets → tables → heads → values → findings. Nothing is stored here.

A kind of table is one description (`heads.Kind`); what its rows mean is said where its records live.
"""
