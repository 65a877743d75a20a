"""What a part of an address may be: a number too large for a table is no address, rather than a fault."""

from django.urls import register_converter


class YearConverter:
    """A fiscal year of the Buddhist era: 2561."""

    regex = "2[45][0-9]{2}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return str(value)


class NumberConverter(YearConverter):
    """The number of a round in its year: 1 to 4."""

    regex = "[1-4]"


class UnitConverter:
    """The code of a province or of a district: 80, 8001."""

    regex = "[0-9]{4}|[0-9]{2}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(YearConverter, "year")
register_converter(NumberConverter, "number")
register_converter(UnitConverter, "unit")

ROUND = "<year:year>/<number:number>"
