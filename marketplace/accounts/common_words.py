"""Words that many passwords are made of; a password that is little more than these is refused."""

_WORDS = """
    password passwort passwd pass admin administrator root user guest test demo welcome willkommen bienvenue
    letmein login signin access secret geheim master system default change changeme temp
    iloveyou love sunshine princess dragon monkey shadow football baseball superman batman michael jordan
    charlie trustno starwars pokemon summer winter spring autumn monday friday january december
    hello hallo bonjour freedom whatever nothing computer internet google facebook
    headstart marketplace migration migrant
    one two three four five six seven eight nine ten
    qwerty qwertz azerty qazwsx asdf zxcv abc
"""
COMMON_WORDS = frozenset(_WORDS.split())
