#!/usr/bin/env python3
"""Writes random valid billing files, and what each of them says, for the differential test of the reader.

The files are written by another implementation than ours (Python's `csv`, openpyxl, `gzip`, `zipfile`) in the dialects
in which people have them: delimiters, quotes, line ends, encodings, decimal commas, orders of day and month, containers.
The test reads them back and compares cell by cell with `expected.jsonl`, which holds one JSON object a file:

    {"file": "000017.csv.gz", "kind": "one-time", "dialect": {...}, "header": ["PartnerId", ...], "rows": [["...", ...]],
     "numbers": {"Subtotal": ["112.89", null, ...]}, "days": {"ChargeStartDate": ["2026-09-01", null, ...]}}

`rows` are the exact texts of the cells; `numbers` and `days` say what the cells of such columns mean (null: blank), under
the name of the column as the header writes it. Everything derives from the seed and the index of a file:

    python3 tests/differential/generate.py --out DIR --seed 1 --count 200
    python3 tests/differential/generate.py --out DIR --seed 1 --count 200 --only 17   # that file alone, the same again

What makes a file readable in one way only is always in its first row: a letter that the other Windows code page lacks, an
amount that can only have a decimal comma, a day above twelve where the day comes first.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import gzip
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from decimal import Context, Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

# ---------------------------------------------------------------------------------------------------------------------
# Columns of the kinds of files (formats.md 1.1 to 1.4)

ONE_TIME_COLUMNS = (
    "PartnerId,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,InvoiceNumber,MpnId,ResellerMpnId,OrderId,"
    "OrderDate,ProductId,SkuId,AvailabilityId,SkuName,ProductName,ChargeType,UnitPrice,Quantity,Subtotal,TaxTotal,Total,"
    "Currency,PriceAdjustmentDescription,PublisherName,PublisherId,SubscriptionDescription,SubscriptionId,"
    "ChargeStartDate,ChargeEndDate,TermAndBillingCycle,EffectiveUnitPrice,UnitType,AlternateId,BillableQuantity,"
    "BillingFrequency,PricingCurrency,PCToBCExchangeRate,PCToBCExchangeRateDate,MeterDescription,ReservationOrderId,"
    "CreditReasonCode,SubscriptionStartDate,SubscriptionEndDate,ReferenceId,ProductQualifiers,PromotionId,"
    "ProductCategory"
).split(",")
DAILY_RATED_COLUMNS = (
    "PartnerId,PartnerName,CustomerId,CustomerName,CustomerDomainName,CustomerCountry,MpnId,Tier2MpnId,InvoiceNumber,"
    "ProductId,SkuId,AvailabilityId,SkuName,ProductName,PublisherName,PublisherId,SubscriptionDescription,"
    "SubscriptionId,ChargeStartDate,ChargeEndDate,UsageDate,MeterType,MeterCategory,MeterId,MeterSubCategory,MeterName,"
    "MeterRegion,Unit,ResourceLocation,ConsumedService,ResourceGroup,ResourceURI,ChargeType,UnitPrice,Quantity,UnitType,"
    "BillingPreTaxTotal,BillingCurrency,PricingPreTaxTotal,PricingCurrency,ServiceInfo1,ServiceInfo2,Tags,"
    "AdditionalInfo,EffectiveUnitPrice,PCToBCExchangeRate,PCToBCExchangeRateDate,EntitlementId,EntitlementDescription,"
    "PartnerEarnedCreditPercentage,CreditPercentage,CreditType,BenefitOrderId,BenefitId,BenefitType"
).split(",")
LICENSE_COLUMNS = (
    "PartnerId,CustomerId,CustomerName,MpnId,ResellerMpnId,OrderId,SubscriptionId,SyndicationPartnerSubscriptionNumber,"
    "OfferId,DurableOfferId,OfferName,SubscriptionStartDate,SubscriptionEndDate,ChargeStartDate,ChargeEndDate,"
    "ChargeType,UnitPrice,Quantity,Amount,TotalOtherDiscount,Subtotal,Tax,TotalForCustomer,Currency,DomainName,"
    "SubscriptionName,SubscriptionDescription,BillingCycleType"
).split(",")
USAGE_COLUMNS = (
    "PartnerId,PartnerName,PartnerBillableAccountId,CustomerCompanyName,MpnId,ResellerMpnId,InvoiceNumber,"
    "ChargeStartDate,ChargeEndDate,SubscriptionId,SubscriptionName,SubscriptionDescription,OrderID,ServiceName,"
    "ServiceType,ResourceGuid,ResourceName,Region,Sku,DetailLineItemId,ConsumedQuantity,IncludedQuantity,"
    "OverageQuantity,ListPrice,PretaxCharges,TaxAmount,PostTaxTotal,Currency,PretaxEffectiveRate,"
    "PostTaxEffectiveRate,ChargeType,CustomerId,DomainName,BillingCycleType,Unit,CustomerBillableAccount,UsageDate,"
    "MeteredRegion,MeteredService,MeteredServiceType,Project,ServiceInfo"
).split(",")


def without(columns: list[str], name: str) -> list[str]:
    return [it for it in columns if it != name]


# Every header that a kind of file has had.
HEADERS: dict[str, list[list[str]]] = {
    "one-time": [
        ONE_TIME_COLUMNS[:46],
        ONE_TIME_COLUMNS,
        without(ONE_TIME_COLUMNS[:46], "ResellerMpnId"),
        ONE_TIME_COLUMNS[:41],
        ONE_TIME_COLUMNS[:40],
    ],
    "daily-rated": [
        DAILY_RATED_COLUMNS[:50],
        DAILY_RATED_COLUMNS[:52],
        DAILY_RATED_COLUMNS,
        [*DAILY_RATED_COLUMNS[:52], "BenefitId", "BenefitOrderId", "BenefitType"],
    ],
    "license": [LICENSE_COLUMNS, without(LICENSE_COLUMNS, "ResellerMpnId")],
    "usage": [USAGE_COLUMNS, without(USAGE_COLUMNS, "ResellerMpnId")[:34]],
}
N_COLUMNS = {"one-time": {46, 47, 45, 41, 40}, "daily-rated": {50, 52, 55}, "license": {28, 27}, "usage": {42, 34}}
assert {kind: {len(it) for it in headers} for kind, headers in HEADERS.items()} == N_COLUMNS

# Charge before tax, tax, charge with tax. The first one always has the amount that proves a decimal comma.
AMOUNT_COLUMNS: dict[str, tuple[str, ...]] = {
    "one-time": ("Subtotal", "TaxTotal", "Total"),
    "daily-rated": ("BillingPreTaxTotal",),
    "license": ("Subtotal", "Tax", "TotalForCustomer"),
    "usage": ("PretaxCharges", "TaxAmount", "PostTaxTotal"),
}
# How the numbers of a column look.
NUMBER_COLUMNS: dict[str, str] = {
    **dict.fromkeys(("Subtotal", "TaxTotal", "Total", "Amount", "TotalOtherDiscount", "Tax", "TotalForCustomer"), "money"),
    **dict.fromkeys(("PretaxCharges", "TaxAmount", "PostTaxTotal", "PretaxEffectiveRate", "PostTaxEffectiveRate"), "money"),
    **dict.fromkeys(("UnitPrice", "EffectiveUnitPrice", "ListPrice"), "price"),
    **dict.fromkeys(("BillingPreTaxTotal", "PricingPreTaxTotal", "BillableQuantity"), "fine"),
    **dict.fromkeys(("Quantity", "ConsumedQuantity", "IncludedQuantity", "OverageQuantity"), "quantity"),
    "PCToBCExchangeRate": "rate",
    **dict.fromkeys(("PartnerEarnedCreditPercentage", "CreditPercentage"), "percent"),
}
DAY_COLUMNS = {
    "OrderDate", "ChargeStartDate", "ChargeEndDate", "PCToBCExchangeRateDate", "SubscriptionStartDate",
    "SubscriptionEndDate", "UsageDate",
}  # fmt: skip
OFTEN_BLANK = {
    "PublisherId", "CreditReasonCode", "ReservationOrderId", "PromotionId", "ProductQualifiers", "BenefitId",
    "BenefitOrderId", "Tier2MpnId", "ResellerMpnId", "SubscriptionEndDate", "PCToBCExchangeRateDate", "ServiceInfo1",
    "ServiceInfo2", "ServiceInfo", "Project", "CreditPercentage", "PartnerEarnedCreditPercentage", "BillingFrequency",
    "MeterDescription", "PriceAdjustmentDescription", "Tags", "AdditionalInfo", "DomainName",
}  # fmt: skip
# Columns of legacy usage files that only billing rows fill, and those that only daily rows fill.
BILLING_ROW_COLUMNS = {
    "IncludedQuantity", "OverageQuantity", "ListPrice", "PretaxCharges", "TaxAmount", "PostTaxTotal",
    "PretaxEffectiveRate", "PostTaxEffectiveRate", "Currency", "ChargeType",
}  # fmt: skip
DAILY_ROW_COLUMNS = set(USAGE_COLUMNS[35:])
# Columns whose text a person wrote: anything may stand there.
FREE_TEXT_COLUMNS = {
    "CustomerName", "CustomerCompanyName", "PartnerName", "SkuName", "ProductName", "SubscriptionDescription",
    "SubscriptionName", "MeterDescription", "MeterName", "MeterSubCategory", "ResourceGroup", "ServiceInfo1",
    "ServiceInfo2", "ServiceInfo", "Project", "EntitlementDescription", "OfferName", "PublisherName", "ResourceName",
}  # fmt: skip
CODES: dict[str, list[str]] = {
    "ChargeType": ["new", "New", "renew", "cycleCharge", "addQuantity", "removeQuantity", "cancelImmediate", "customerCredit"],
    "TermAndBillingCycle": [
        "One-Year commitment for monthly/yearly billing", "One-Month commitment for monthly billing",
        "1 Year Reservation", "30 Days Trial", "Data Stored (GB/Month)", "",
    ],
    "UnitType": ["1 GB/Month", "1 Hour", "10,000 Transactions", "1/Month", "", "100 GB"],
    "Unit": ["1 Hour", "GB", "10K", "1 GB/Month"],
    "BillingFrequency": ["Monthly", "Annual", "NA"],
    "BillingCycleType": ["Monthly", "Annual", "One time"],
    "PricingCurrency": ["USD"],
    "ProductCategory": ["Azure plan", "License-based", "Azure reservation", "Savings plan"],
    "CreditReasonCode": ["Azure Credit Offer", "Azure Consumption Credit"],
    "ProductQualifiers": ['["AddOn"]', '["Add-on"]', '["AddOn","Trial"]'],
    "PriceAdjustmentDescription": [
        '["15.0% Partner earned credit for services managed"]',
        '["100.0% Tier 1 Discount"]',
        '["1 month billing","You are getting a discount for being a partner.","Yearly Duration"]',
    ],
    "PublisherId": ["NA", "", "00012345"],
    "MeterType": ["1 Compute Hour", "1 GB", "Data Transfer Out, Zone 1 (GB)"],
    "MeterCategory": ["Storage", "Virtual Machines", "Azure DNS", "Bandwidth"],
    "MeterRegion": ["EU West", "US East", "", "DE West Central"],
    "ResourceLocation": ["westeurope", "germanywestcentral", "eastus", ""],
    "ConsumedService": ["Microsoft.Compute", "microsoft.storage", "Microsoft.Network"],
    "CreditType": ["Partner Earned Credit Applied", "Credit Not Applied", "Azure Credit Applied"],
    "BenefitType": ["Charge", "SavingsPlan", ""],
    "ServiceName": ["VIRTUAL MACHINES", "STORAGE", "DATA MANAGEMENT"],
    "ServiceType": ["Standard Plan", "A1 VM (Windows)", ""],
    "Region": ["EMEA", "Zone 1", "UKWEST", ""],
    "Sku": ["7UD-00001", "AAA-35604", "0001"],
    "DetailLineItemId": ["1", "2", "3", "01"],
    "MeteredRegion": ["West Europe", "ukwest"],
    "MeteredService": ["Storage", "Compute"],
    "MeteredServiceType": ["External", "VM"],
}  # fmt: skip

# ---------------------------------------------------------------------------------------------------------------------
# Names, by the letters that they need

ASCII_NAMES = [
    "Contoso", "Fabrikam Retail", "Northwind Traders", "Azure plan", "Tables - LRS", "Microsoft 365 E5", "P1 (Addon)",
    "Data Stored (GB/Month)", "Microsoft Corporation", "O'Neil & Sons", "100% Pure", "NULL", "N/A", "0001", "1e5", "#N/A",
    "12.05.2026", "TRUE", "--", "C:\\Data\\x", "`quoted`", "rg-prod_01",
]  # fmt: skip
# Letters that both Windows code pages have, at the same place.
SHARED_NAMES = ["Société Générale", "Müller & Söhne", "Straßenbau Weiß GmbH", "Pokój €", "Café Zoé", "Übermöbel", "José Álvarez"]
# Every one of these has a letter that stands for another one in Windows-1250. No sign but `£` (a letter there, `Ł`) is
# used, and that one never beside a letter, so that no word looks Polish.
WESTERN_NAMES = [
    "São Paulo",
    "Ñandú",
    "Crème Brûlée",
    "Ålesund Bøker",
    "Ærø Kød",
    "Noël España",
    "Pão de Açúcar",
    "Là-bas, São João",
]
POUND_NAMES = ["£ Sterling Trading", "Pounds (£)"]
# Every one of these has a byte that is a sign, not a letter, in Windows-1252: nobody writes `£ódŸ`.
CENTRAL_PROOFS = ["Łódź Sp. z o.o.", "Świątek i Żółć", "Wałbrzych Śląsk", "Ľubovňa Ťahanovce", "Świętokrzyskie, Łomża"]
# These have letters that Windows-1252 lacks; some of them read as other words there (`Õrs`).
CENTRAL_NAMES = [
    *CENTRAL_PROOFS,
    "Kovács Őrs Kft.",
    "Český Těšín s.r.o.",
    "Űrhajó Bt.",
    "Đorđević d.o.o.",
    "Plzeň město",
    "București",
]
UNICODE_NAMES = [
    "株式会社コントソ", "北京微软，有限公司", "Ünïcödé 🚀✨", "שלום בע״מ", "شركة النور", "ΑΒΓ Ελλάς", "Ромашка ООО", "e\u0301a\u0308 combining",
    "👩‍👩‍👧‍👦 family", "Zwei\u2028Zeilen", "İstanbul ığ", "𝒞𝓈𝓅", "non\u00a0breaking", "zero\u200bwidth", "Łódź–Őrs “quoted”", "서울 주식회사",
]  # fmt: skip
NAMES_BY_ENCODING = {
    "cp1252": [*ASCII_NAMES, *SHARED_NAMES, *WESTERN_NAMES, *POUND_NAMES],
    "cp1250": [*ASCII_NAMES, *SHARED_NAMES, *(it for it in CENTRAL_NAMES if it != "București"), "Bucuresti"],
}
ALL_NAMES = [*ASCII_NAMES, *SHARED_NAMES, *WESTERN_NAMES, *POUND_NAMES, *CENTRAL_NAMES, *UNICODE_NAMES]

UNKNOWN_COLUMNS = ["Internal Note", "Kostenstelle", "Cost, center", "Note; checked", "x_margin", 'Approved "by"', "Spalte|1"]
TITLES = ["Reconciliation file", "Billing export of September", "Export - confidential"]
TYPE_LINES = {
    "one-time": "#TYPE Microsoft.Store.PartnerCenter.PowerShell.Models.Invoices.PSOneTimeInvoiceLineItem",
    "daily-rated": "#TYPE Microsoft.Store.PartnerCenter.PowerShell.Models.Invoices.PSDailyRatedUsageLineItem",
    "license": "#TYPE Microsoft.Store.PartnerCenter.PowerShell.Models.Invoices.PSLicenseBasedLineItem",
    "usage": "#TYPE Microsoft.Store.PartnerCenter.PowerShell.Models.Invoices.PSUsageBasedLineItem",
}

# ---------------------------------------------------------------------------------------------------------------------
# Dialects

DATE_STYLES: dict[str, Callable[[dt.datetime], str]] = {
    "M/D/YYYY": lambda it: f"{it.month}/{it.day}/{it.year}",
    "MM/DD/YYYY": lambda it: f"{it.month:02}/{it.day:02}/{it.year}",
    "MM/DD/YYYY H:mm": lambda it: f"{it.month:02}/{it.day:02}/{it.year} {it.hour}:{it.minute:02}",
    "DD.MM.YYYY": lambda it: f"{it.day:02}.{it.month:02}.{it.year}",
    "D/M/YYYY": lambda it: f"{it.day}/{it.month}/{it.year}",
    "ISO": lambda it: f"{it:%Y-%m-%dT%H:%M:%S}.{it.microsecond:06}0Z",
}
DAY_FIRST_STYLES = ("DD.MM.YYYY", "D/M/YYYY")
LINE_ENDS = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}
BOMS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
QUOTINGS: dict[str, Any] = {"minimal": csv.QUOTE_MINIMAL, "all": csv.QUOTE_ALL, "nonnumeric": csv.QUOTE_NONNUMERIC}
XLSX_DATE_FORMATS = ["mm-dd-yy", "yyyy-mm-dd", "dd.mm.yyyy", "m/d/yyyy", "[$-407]d. mmmm yyyy"]
XLSX_DATE_TIME_FORMATS = ["m/d/yy h:mm", "yyyy-mm-dd hh:mm:ss", "dd.mm.yyyy hh:mm"]
FIXED_TIME = (2026, 10, 8, 9, 30, 0)


@dataclass(frozen=True)
class Dialect:
    """How a file is written. Text of a workbook has no delimiter, line end or encoding."""

    container: str
    decimal: str
    groups: str
    dates: str
    encoding: str = "utf-8"
    delimiter: str = "comma"
    quoting: str = "minimal"
    line_end: str = "LF"
    final_line_end: bool = True
    bom: bool = False
    preamble: tuple[str, ...] = ()
    amount_cells: str = "text"
    date_cells: str = "text"

    @property
    def is_xlsx(self) -> bool:
        return self.container == "xlsx"

    @property
    def newlines(self) -> list[str]:
        """The line ends that may stand inside a cell."""
        if self.is_xlsx:
            return ["\n"]
        return [] if self.line_end == "CR" else ["\n", "\r\n"]


@dataclass
class Cell:
    """What a cell shows, what it means, and what a workbook stores for it where that is no text."""

    text: str
    number: str | None = None
    day: str | None = None
    stored: int | float | dt.date | dt.datetime | None = None


@dataclass
class BillingFile:
    """A file to be written."""

    name: str
    kind: str
    dialect: Dialect
    columns: list[str]
    header: list[str]
    rows: list[list[Cell]]

    @property
    def texts(self) -> list[list[str]]:
        return [[it.text for it in row] for row in self.rows]

    def expected(self) -> dict[str, Any]:
        """What a reader must say of it."""
        places = list(enumerate(zip(self.columns, self.header, strict=True)))
        return {
            "file": self.name,
            "kind": self.kind,
            "dialect": asdict(self.dialect),
            "header": self.header,
            "rows": self.texts,
            "numbers": {it: [row[idx].number for row in self.rows] for idx, (column, it) in places if column in NUMBER_COLUMNS},
            "days": {it: [row[idx].day for row in self.rows] for idx, (column, it) in places if column in DAY_COLUMNS},
        }


def weighted(rng: random.Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def random_xlsx_dialect(rng: random.Random) -> Dialect:
    amount_cells = weighted(rng, {"number": 45, "text": 35, "mixed": 20})
    decimal = "comma" if amount_cells == "text" and rng.random() < 0.4 else "point"
    return Dialect(
        container="xlsx",
        decimal=decimal,
        groups=random_groups(rng, decimal),
        dates=random_date_style(rng),
        amount_cells=amount_cells,
        date_cells=weighted(rng, {"date": 45, "text": 35, "mixed": 20}),
    )


def random_text_dialect(rng: random.Random, kind: str) -> Dialect:
    decimal = "comma" if rng.random() < 0.3 else "point"
    delimiters = {"comma": 50, "semicolon": 25, "tab": 15, "pipe": 10}
    if decimal == "comma":
        del delimiters["comma"]
    delimiter = weighted(rng, delimiters)
    encoding = weighted(rng, {"utf-8": 60, "utf-16-le": 8, "utf-16-be": 8, "cp1252": 12, "cp1250": 12})
    return Dialect(
        container=weighted(rng, {"plain": 82, "gz": 9, "zip": 9}),
        decimal=decimal,
        groups=random_groups(rng, decimal),
        dates=random_date_style(rng),
        encoding=encoding,
        delimiter=delimiter,
        quoting=weighted(rng, {"minimal": 60, "all": 25, "nonnumeric": 15}),
        line_end=weighted(rng, {"LF": 40, "CRLF": 48, "CR": 12}),
        final_line_end=rng.random() < 0.85,
        bom=encoding.startswith("utf-16") or (encoding == "utf-8" and rng.random() < 0.4),
        preamble=random_preamble(rng, kind, DELIMITERS[delimiter]),
    )


def random_groups(rng: random.Random, decimal: str) -> str:
    """What stands between groups of three digits; nothing beside a decimal point."""
    return rng.choice(["", "", ".", ".", "\u00a0"]) if decimal == "comma" else ""


def random_date_style(rng: random.Random) -> str:
    weights = {"M/D/YYYY": 30, "MM/DD/YYYY": 20, "MM/DD/YYYY H:mm": 10, "DD.MM.YYYY": 15, "D/M/YYYY": 10, "ISO": 15}
    return weighted(rng, weights)


def random_preamble(rng: random.Random, kind: str, delimiter: str) -> tuple[str, ...]:
    if rng.random() < 0.85:
        return ()
    title = rng.choice(TITLES)
    return rng.choice([(TYPE_LINES[kind],), (title,), (title, ""), (title + delimiter * 3,)])


# ---------------------------------------------------------------------------------------------------------------------
# Amounts: decimal digits all the way, never a binary float

EXACT = Context(prec=80)


def with_point(digits: int, n_decimals: int, is_negative: bool) -> str:
    """`112.89` of 11289 and 2. Zero has no sign."""
    text = str(digits).rjust(n_decimals + 1, "0")
    text = f"{text[:-n_decimals]}.{text[-n_decimals:]}" if n_decimals else text
    return f"-{text}" if is_negative and digits else text


def random_digits(rng: random.Random, n_digits: int) -> int:
    """A number of up to so many digits; small ones are as likely as large ones."""
    return rng.randrange(10 ** rng.randint(1, n_digits))


def wide_amount(rng: random.Random) -> str:
    """More digits than a 64-bit integer or a binary float holds."""
    n_digits = rng.randint(19, 28)
    digits = rng.randrange(10 ** (n_digits - 1), 10**n_digits)
    return with_point(digits, rng.randint(1, min(20, n_digits - 1)), rng.random() < 0.3)


def scientific_amount(rng: random.Random) -> str:
    if rng.random() < 0.15:
        return "0.00E+00"
    fraction = "".join(rng.choices("0123456789", k=rng.randint(1, 6)))
    exponent = rng.choice([f"-{rng.randint(1, 12):02}", f"-{rng.randint(1, 12):02}", f"+{rng.randint(0, 4):02}"])
    return f"{'-' if rng.random() < 0.2 else ''}{rng.randint(1, 9)}.{fraction}{rng.choice('EEEe')}{exponent}"


def random_amount(rng: random.Random, look: str, may_be_scientific: bool) -> str:
    """An amount with a decimal point."""
    roll = rng.random()
    is_negative = rng.random() < 0.2
    if look == "percent":
        return rng.choice(["0", "15", "100", "15.0"])
    if look == "rate":
        return rng.choice(["1", "0.846202666", "1.0", f"{rng.randrange(2000)}.{rng.randrange(10**9):09}"])
    if roll < 0.04 and may_be_scientific:
        return scientific_amount(rng)
    if roll < 0.06:
        return wide_amount(rng)
    if roll < 0.12:
        n_decimals = rng.randint(0, 20)
        return with_point(random_digits(rng, min(24, n_decimals + 4)), n_decimals, is_negative)
    n_decimals = {
        "money": rng.choice([0, 1, 2, 2, 2, 2, 2, 3]),
        "price": rng.choice([0, 2, 2, 3, 4, 5, 6, 15]),
        "fine": rng.randint(0, 10),
        "quantity": rng.choice([0, 0, 0, 2, 6, 9]),
    }[look]
    return with_point(random_digits(rng, n_decimals + rng.randint(2, 7)), n_decimals, is_negative)


def plain(amount: str) -> str:
    """The amount without an exponent."""
    return format(Decimal(amount), "f")


def with_comma(amount: str, groups: str, is_grouped: bool) -> str:
    """`1.234,56` of `1234.56`."""
    sign, digits = ("-", amount[1:]) if amount.startswith("-") else ("", amount)
    whole, point, fraction = digits.partition(".")
    if groups and is_grouped:
        whole = f"{int(whole):,}".replace(",", groups)
    return f"{sign}{whole}{',' if point else ''}{fraction}"


def stored_number(amount: str) -> tuple[int | float, str] | None:
    """The number that a workbook stores, and its text there. None where it would be another one, or not be exact.

    openpyxl prints 16 digits, so that some short numbers come out as `9.949999999999999`: these are left out.
    """
    exact = Decimal(amount)
    if len(exact.as_tuple().digits) > 15:
        return None
    value: int | float = int(exact) if exact == exact.to_integral_value() else float(exact)
    text = f"{value:.16g}"
    return (value, text) if Decimal(text) == exact and text == re.sub(r"\.0(?=e|$)", "", repr(value)) else None


# ---------------------------------------------------------------------------------------------------------------------
# Cells


class CellMaker:
    """Makes the cells of one file."""

    def __init__(self, rng: random.Random, kind: str, dialect: Dialect) -> None:
        self.rng = rng
        self.kind = kind
        self.dialect = dialect
        self.names = NAMES_BY_ENCODING.get(dialect.encoding, ALL_NAMES)
        self.is_scientific = dialect.decimal == "point" and rng.random() < 0.4
        self.has_long_cells = rng.random() < 0.15
        self.oddity = rng.choice([0.0, 0.1, 0.3, 0.6])
        self.partner_id = self.guid()
        self.partner_name = rng.choice(self.names)
        self.currency = rng.choice(["EUR", "USD", "GBP", "PLN", "HUF", "CZK", "BRL"])
        invoice_number = f"{'D' if kind in ('license', 'usage') else rng.choice('GT')}{rng.randrange(10**9):09}"
        self.invoice_number = "" if rng.random() < 0.15 else invoice_number
        self.customers = [
            (self.guid(), rng.choice(self.names), f"customer{it}.onmicrosoft.com", rng.choice(["DE", "PL", "BR", "JP"]))
            for it in range(rng.randint(1, 6))
        ]

    def guid(self) -> str:
        digits = f"{self.rng.getrandbits(128):032x}"
        text = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
        return text.upper() if self.rng.random() < 0.05 else text

    # Text

    def text(self, row_idx: int) -> str:
        """A text as a person wrote it."""
        rng = self.rng
        name = rng.choice(self.names)
        if rng.random() >= self.oddity:
            return name
        if self.has_long_cells and row_idx > 0 and rng.random() < 0.05:
            return self.long_text()
        newline = rng.choice(self.dialect.newlines or [" "])
        other = rng.choice(self.names)
        text = rng.choice(
            [
                "",
                f"{name}, {other}",
                f"{name}; {other};",
                f"{name}\t{other}",
                f"|{name}|{other}",
                f'"{name}"',
                f'{name} 19" rack',
                f'"" {name} """',
                '"',
                f"{name}{newline}{other}",
                f"{newline}{name}{newline}",
                f'{name} ","{newline}"{other}"',
                f" {name}",
                f"{name}  ",
                f"\t{name} ",
                "=1+1",
                f'=HYPERLINK("https://example.com","{name}")',
                "+1 555 0100",
                "-" + "0" * 3,
                "@SUM(A1;B2)",
                f"'{name}'",
                "   ",
                ",",
                self.json_object(),
            ]
        )
        # A workbook keeps no cell that is blank to the eye.
        return text.strip() and text if self.dialect.is_xlsx else text

    def long_text(self) -> str:
        rng = self.rng
        n_letters = rng.choice([300, 1_000, 5_000])
        marks = [" ", ", ", "; ", ' "', '" ', "\t", *self.dialect.newlines]
        text = ""
        while len(text) < n_letters:
            text += rng.choice(self.names) + rng.choice(marks)
        return text[:n_letters].rstrip() + "."

    def json_object(self) -> str:
        rng = self.rng
        names = {
            "env": rng.choice(["prod", "dev, test", ""]),
            "owner": rng.choice(self.names),
            "note": 'say "hi"\\',
            "n": rng.randrange(1000),
            "list": [1, {"a": None}],
        }
        kept = {key: names[key] for key in rng.sample(list(names), rng.randint(1, len(names)))}
        text = json.dumps(kept, ensure_ascii=False, separators=rng.choice([(",", ":"), (", ", ": ")]))
        # Tags of Azure often come without their braces.
        return text[1:-1] if rng.random() < 0.3 else text

    def order_id(self) -> str:
        rng = self.rng
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789"
        return rng.choice(
            [
                str(rng.randrange(10**17, 10**18)),
                f"{rng.getrandbits(48):012x}",
                "".join(rng.choices(letters, k=33)),
                f"000{rng.randrange(10**9)}",
            ]
        )

    def id_or_code(self, column: str, customer: tuple[str, str, str, str]) -> str:
        """The cell of a column that Microsoft fills."""
        rng = self.rng
        customer_id, _, domain, country = customer
        match column:
            case "PartnerId":
                return self.partner_id
            case "CustomerId" if self.kind == "usage":
                return f"ORDDC{customer_id.replace('-', '').upper()}"
            case "CustomerId":
                return customer_id
            case "CustomerDomainName" | "DomainName":
                return domain
            case "CustomerCountry":
                return country
            case "InvoiceNumber":
                return self.invoice_number
            case "Currency" | "BillingCurrency":
                return self.currency
            case "MpnId" | "ResellerMpnId" | "Tier2MpnId":
                return rng.choice(["6034453", "6048879", "0", "-1", "0001234"])
            case "OrderId" | "OrderID" | "AlternateId":
                return self.order_id()
            case "ProductId":
                return "DZH318Z0" + "".join(rng.choices("0123456789BCDFGHJKLMNPQRSTVWXZ", k=4))
            case "SkuId":
                return rng.choice(["0001", "0002", "006G", "000J", "0010"])
            case "AvailabilityId":
                return "DZH318Z0" + "".join(rng.choices("0123456789BCDFGHJKLMNPQRSTVWXZ", k=5))
            case "PromotionId":
                return rng.choice(["CFQ7TTC0LDPB:1:CFQ7TTC0GZQJ", self.guid()])
            case "ReservationOrderId" | "BenefitOrderId":
                return rng.choice([self.guid(), f"{rng.getrandbits(128):032X}"])
            case "ResourceURI":
                return f"/subscriptions/{self.guid()}/resourceGroups/rg/providers/Microsoft.Compute/disks/d{rng.randrange(99)}"
            case "Tags" | "AdditionalInfo":
                return self.json_object()
            case "SubscriptionId" if self.kind == "license":
                return "usCBMgAAAAAAAAI" + rng.choice("ABC")
            case _ if column in CODES:
                return rng.choice(CODES[column])
            case _:
                return self.guid()

    # Numbers and days

    def number(self, amount: str, may_be_number_cell: bool = True) -> Cell:
        """The cell of an amount."""
        dialect, rng = self.dialect, self.rng
        is_number_cell = may_be_number_cell and (
            dialect.amount_cells == "number" or (dialect.amount_cells == "mixed" and rng.random() < 0.5)
        )
        if is_number_cell and (stored := stored_number(amount)):
            value, text = stored
            return Cell(text, number=plain(text), stored=value)
        if dialect.decimal == "comma":
            amount = plain(amount)
            return Cell(with_comma(amount, dialect.groups, rng.random() < 0.8), number=amount)
        return Cell(amount, number=plain(amount))

    def day(self, time: dt.datetime, may_be_date_cell: bool = True) -> Cell:
        """The cell of a day."""
        dialect, rng = self.dialect, self.rng
        day = time.date().isoformat()
        is_date_cell = may_be_date_cell and (
            dialect.date_cells == "date" or (dialect.date_cells == "mixed" and rng.random() < 0.5)
        )
        if not is_date_cell:
            return Cell(DATE_STYLES[dialect.dates](time), day=day)
        time = time.replace(microsecond=0)
        if (time.hour, time.minute, time.second) != (0, 0, 0) and rng.random() < 0.5:
            return Cell(time.isoformat(), day=day, stored=time)
        return Cell(day, day=day, stored=time.date())

    def random_time(self) -> dt.datetime:
        rng = self.rng
        day = dt.datetime(rng.randint(2019, 2026), rng.randint(1, 12), 1) + dt.timedelta(days=rng.randrange(28))
        if rng.random() < 0.3:
            # The edges of years and months, and the day that not every year has.
            day = rng.choice([dt.datetime(2024, 2, 29), dt.datetime(2025, 12, 31), dt.datetime(2026, 1, 1), day.replace(day=1)])
        clock = rng.choice([(0, 0, 0, 0), (0, 0, 0, 0), (23, 59, 0, 0), (23, 59, 59, 999_999), (13, 45, 0, 0), (1, 2, 3, 4)])
        return day.replace(hour=clock[0], minute=clock[1], second=clock[2], microsecond=clock[3])

    # Rows

    def row(self, columns: list[str], row_idx: int) -> list[Cell]:
        rng = self.rng
        customer = rng.choice(self.customers)
        is_daily_row = self.kind == "usage" and "UsageDate" in columns and row_idx > 0 and rng.random() < 0.4
        cells = {it: self.cell(it, row_idx, customer, is_daily_row) for it in columns}
        self.add_up(cells)
        if row_idx == 0:
            self.prove(cells)
        return [cells[it] for it in columns]

    def cell(self, column: str, row_idx: int, customer: tuple[str, str, str, str], is_daily_row: bool) -> Cell:
        rng = self.rng
        blank_share = 0.5 if column in OFTEN_BLANK else 0.02
        other_block = BILLING_ROW_COLUMNS if is_daily_row else DAILY_ROW_COLUMNS
        is_of_other_block = self.kind == "usage" and column in other_block
        if column not in ("PartnerId", "CustomerId") and (is_of_other_block or rng.random() < blank_share):
            return Cell("")
        if column in NUMBER_COLUMNS:
            return self.number(random_amount(rng, NUMBER_COLUMNS[column], self.is_scientific))
        if column in DAY_COLUMNS:
            return self.day(self.random_time())
        if column in ("CustomerName", "CustomerCompanyName") and rng.random() < 0.6:
            return Cell(customer[1])
        if column == "PartnerName" and rng.random() < 0.8:
            return Cell(self.partner_name)
        if column in FREE_TEXT_COLUMNS or column in UNKNOWN_COLUMNS:
            return Cell(self.text(row_idx))
        return Cell(self.id_or_code(column, customer))

    def add_up(self, cells: dict[str, Cell]) -> None:
        """Lets the charge with tax be what it says, in most rows."""
        amounts = AMOUNT_COLUMNS[self.kind]
        if len(amounts) < 3 or self.rng.random() < 0.1:
            return
        pretax, tax = (cells[it].number for it in amounts[:2])
        if pretax is not None and tax is not None:
            total = EXACT.add(Decimal(pretax), Decimal(tax))
            if len(total.as_tuple().digits) <= 28:
                cells[amounts[2]] = self.number(format(abs(total) if total == 0 else total, "f"))

    def prove(self, cells: dict[str, Cell]) -> None:
        """Puts into the first row what can be read in one way only."""
        rng, dialect = self.rng, self.dialect
        if dialect.decimal == "comma":
            amount = rng.choice(["12.5", "1234.56", "-94.08", "0.07", with_point(rng.randrange(1, 10**7), 2, False)])
            cells[AMOUNT_COLUMNS[self.kind][0]] = self.number(amount, may_be_number_cell=False)
        if dialect.dates in DAY_FIRST_STYLES and dialect.date_cells != "date":
            time = self.random_time().replace(day=rng.randint(13, 28))
            cells["ChargeEndDate"] = self.day(time, may_be_date_cell=False)
        name_column = "CustomerCompanyName" if self.kind == "usage" else "CustomerName"
        if dialect.encoding == "cp1250":
            cells[name_column] = Cell(rng.choice(CENTRAL_PROOFS))
        elif dialect.encoding == "cp1252":
            cells[name_column] = Cell(rng.choice(WESTERN_NAMES))


# ---------------------------------------------------------------------------------------------------------------------
# Files


def random_columns(rng: random.Random, kind: str) -> list[str]:
    columns = list(rng.choice(HEADERS[kind]))
    if rng.random() < 0.15:
        rng.shuffle(columns)
    if rng.random() < 0.15:
        columns.insert(rng.randint(0, len(columns)), rng.choice(UNKNOWN_COLUMNS))
    return columns


def written_header(rng: random.Random, columns: list[str]) -> list[str]:
    casing = weighted(rng, {"as documented": 80, "camel": 8, "lower": 6, "upper": 6})
    change: dict[str, Callable[[str], str]] = {
        "as documented": lambda it: it,
        "camel": lambda it: it[0].lower() + it[1:],
        "lower": str.lower,
        "upper": str.upper,
    }
    return [it if it in UNKNOWN_COLUMNS else change[casing](it) for it in columns]


def random_row_count(rng: random.Random, is_xlsx: bool) -> int:
    roll = rng.random()
    if roll < 0.01:
        return 700 if is_xlsx else 3_000
    if roll < 0.04:
        return 0
    return rng.randint(26, 40) if roll < 0.14 else rng.randint(1, 25)


def random_file(seed: int, idx: int, xlsx_share: float) -> BillingFile:
    rng = random.Random(seed * 1_000_003 + idx)
    is_xlsx = rng.random() < xlsx_share
    kind = weighted(rng, {"one-time": 40, "daily-rated": 30, "license": 15, "usage": 15})
    dialect = random_xlsx_dialect(rng) if is_xlsx else random_text_dialect(rng, kind)
    columns = random_columns(rng, kind)
    header = written_header(rng, columns)
    maker = CellMaker(rng, kind, dialect)
    rows = [maker.row(columns, it) for it in range(random_row_count(rng, is_xlsx))]
    ending = {"plain": "csv", "gz": "csv.gz", "zip": "zip", "xlsx": "xlsx"}[dialect.container]
    return BillingFile(f"{idx:06}.{ending}", kind, dialect, columns, header, rows)


class UnquotedNumber(str):
    """A text that `csv` takes for a number, so that it does not quote it under QUOTE_NONNUMERIC."""

    def __float__(self) -> float:
        return 0.0


def csv_format(dialect: Dialect) -> dict[str, Any]:
    return {"delimiter": DELIMITERS[dialect.delimiter], "lineterminator": LINE_ENDS[dialect.line_end]}


def csv_bytes(file: BillingFile) -> bytes:
    dialect = file.dialect
    line_end = LINE_ENDS[dialect.line_end]
    out = io.StringIO(newline="")
    out.writelines(it + line_end for it in dialect.preamble)
    writer = csv.writer(out, quoting=QUOTINGS[dialect.quoting], **csv_format(dialect))
    writer.writerow(file.header)
    for row in file.rows:
        writer.writerow([it.text if it.number is None else UnquotedNumber(it.text) for it in row])
    text = out.getvalue()
    if not dialect.final_line_end:
        text = text.removesuffix(line_end)
    return (BOMS[dialect.encoding] if dialect.bom else b"") + text.encode(dialect.encoding)


def zip_bytes(rng: random.Random, parts: list[tuple[str, bytes]]) -> bytes:
    """A ZIP that is the same whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            method = zipfile.ZIP_DEFLATED if rng.random() < 0.85 else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name, FIXED_TIME), content, method)
    return out.getvalue()


def xlsx_bytes(file: BillingFile, rng: random.Random) -> bytes:
    import openpyxl  # Only workbooks need it.

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = rng.choice(["Sheet1", "Planilha1", "Reconciliation"])
    day_format = rng.choice(XLSX_DATE_FORMATS)
    time_format = rng.choice(XLSX_DATE_TIME_FORMATS)
    for row_no, row in enumerate([[Cell(it) for it in file.header], *file.rows], 1):
        for column_no, it in enumerate(row, 1):
            if it.stored is None and not it.text:
                continue
            cell = sheet.cell(row_no, column_no, it.text if it.stored is None else it.stored)
            if it.stored is None:
                cell.data_type = "s"  # Else `=1+1` were a formula.
            elif isinstance(it.stored, dt.date):
                cell.number_format = time_format if isinstance(it.stored, dt.datetime) else day_format
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        parts = [(it, archive.read(it)) for it in archive.namelist()]
    # openpyxl writes the time at which it saved.
    fixed = dt.datetime(*FIXED_TIME).isoformat() + "Z"
    clock = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
    parts = [(name, clock.sub(fixed.encode(), it) if name == "docProps/core.xml" else it) for name, it in parts]
    return zip_bytes(rng, parts)


# ---------------------------------------------------------------------------------------------------------------------
# The generator's check of itself


def check_csv(file: BillingFile, content: bytes) -> None:
    """Whether Python reads from the text what was to be written."""
    dialect = file.dialect
    bom = BOMS[dialect.encoding] if dialect.bom else b""
    assert content.startswith(bom)
    lines = io.StringIO(content[len(bom) :].decode(dialect.encoding), newline="")
    for line in dialect.preamble:
        assert lines.readline() == line + LINE_ENDS[dialect.line_end]
    read = list(csv.reader(lines, strict=True, **csv_format(dialect)))
    assert read == [file.header, *file.texts], f"{file.name} does not read back"
    if file.rows and dialect.encoding.startswith("cp125"):
        check_code_page(file)


def check_code_page(file: BillingFile) -> None:
    """Whether the first row tells the code page."""
    text = "\n".join(it.text for it in file.rows[0])
    if file.dialect.encoding == "cp1252":
        assert text.encode("cp1252").decode("cp1250", "replace") != text, f"{file.name} may as well be Windows-1250"
    else:
        as_western = zip(text, text.encode("cp1250").decode("cp1252", "replace"), strict=True)
        assert any(one.isalpha() and not other.isalpha() for one, other in as_western), f"{file.name} may be Windows-1252"


def stored_cells(sheet: bytes) -> Iterator[tuple[int, int, str]]:
    """Row, column and text of the cells as the XML of a sheet has them."""
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    for cell in ElementTree.fromstring(sheet).iter(f"{space}c"):
        match = re.fullmatch(r"([A-Z]+)([0-9]+)", cell.attrib["r"])
        assert match
        column = 0
        for letter in match[1]:
            column = column * 26 + ord(letter) - ord("A") + 1
        assert cell.find(f"{space}f") is None, "a text became a formula"
        yield int(match[2]) - 1, column - 1, "".join(it.text or "" for it in cell.iter() if it.tag in (f"{space}v", f"{space}t"))


def check_xlsx(file: BillingFile, content: bytes) -> None:
    """Whether the workbook stores what was to be written."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        stored = {(row, column): text for row, column, text in stored_cells(archive.read("xl/worksheets/sheet1.xml"))}
    for row_idx, row in enumerate([[Cell(it) for it in file.header], *file.rows]):
        for column_idx, cell in enumerate(row):
            text = stored.pop((row_idx, column_idx), "")
            if isinstance(cell.stored, dt.date):
                time = dt.datetime(1899, 12, 30) + dt.timedelta(seconds=round(Decimal(text) * 86_400))
                text = time.date().isoformat() if type(cell.stored) is dt.date else time.isoformat()
            assert text == cell.text, f"{file.name}: {text!r} is not {cell.text!r}"
    assert not stored


def check_meaning(file: BillingFile) -> None:
    """Whether numbers and days mean what their texts say, found the other way round."""
    has_comma = file.dialect.decimal == "comma"
    for row in file.rows:
        for column, cell in zip(file.columns, row, strict=True):
            if column in NUMBER_COLUMNS:
                assert (cell.number is None) == (cell.text == "")
                text = re.sub("[.\u00a0]", "", cell.text).replace(",", ".") if has_comma else cell.text
                assert cell.number is None or Decimal(text) == Decimal(cell.number), cell
            elif column in DAY_COLUMNS:
                assert (cell.day is None) == (cell.text == "")


def write(file: BillingFile, out: Path, seed: int) -> None:
    check_meaning(file)
    rng = random.Random(f"{seed} {file.name}")
    if file.dialect.is_xlsx:
        content = xlsx_bytes(file, rng)
        check_xlsx(file, content)
    else:
        content = csv_bytes(file)
        check_csv(file, content)
    if file.dialect.container == "gz":
        content = gzip.compress(content, mtime=0)
    elif file.dialect.container == "zip":
        content = zip_bytes(rng, [(f"Reconciliation-T{rng.randrange(10**9):09}-closed.csv", content)])
    (out / file.name).write_bytes(content)


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes random valid billing files and what they say.")
    parser.add_argument("--out", type=Path, required=True, help="folder for the files and expected.jsonl")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, required=True, help="how many files")
    parser.add_argument("--xlsx-share", type=float, default=0.15, help="share of workbooks; more than 0 needs openpyxl")
    parser.add_argument("--only", type=int, help="writes just the file of this index, and expected.jsonl with its line alone")
    arguments = parser.parse_args()
    csv.field_size_limit(1 << 24)
    arguments.out.mkdir(parents=True, exist_ok=True)
    indices = range(arguments.count) if arguments.only is None else [arguments.only]
    with (arguments.out / "expected.jsonl").open("w", encoding="utf-8", newline="\n") as expected:
        for idx in indices:
            file = random_file(arguments.seed, idx, arguments.xlsx_share)
            write(file, arguments.out, arguments.seed)
            expected.write(json.dumps(file.expected(), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
