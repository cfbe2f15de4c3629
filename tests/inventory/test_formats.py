"""Numbers and money as the settings say."""

from decimal import Decimal

from django.utils import translation

from inventory.formats import money, pieces


def test_money_has_cents_groups_and_the_currency():
    assert money(Decimal("1250")) == "1,250.00 €"
    assert money("99999999.99") == "99,999,999.99 €"


def test_settings_decide(settings):
    settings.CURRENCY = "CHF"
    settings.USE_THOUSAND_SEPARATOR = False
    assert money(Decimal("1250.5")) == "1250.50 CHF"


def test_pieces_are_whole_and_may_be_missing():
    assert (pieces(12000), pieces(0), pieces(None)) == ("12,000", "0", "")


def test_language_decides_too():
    assert money(Decimal("9999.5")) == "9,999.50 €"
    with translation.override("de"):
        assert (money(Decimal("9999.5")), pieces(12000)) == ("9.999,50 €", "12.000")
    assert pieces(12000) == "12,000"
