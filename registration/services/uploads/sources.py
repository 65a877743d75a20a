"""Whatever an office brings → sheets: a workbook, comma-separated text of any of its encodings, a pasted table.

What a file is, its content says and not its name. What is not read is refused with what to do instead.
"""

import csv
import re
from collections import deque
from collections.abc import Iterable
from io import StringIO
from itertools import islice
from pathlib import PurePath
from typing import Final

from registration.refusal import Refused
from registration.services.uploads import gate, sheets
from registration.services.uploads.gate import WEB, Caps
from registration.services.uploads.sheets import Cell, Sheet

PASTED: Final = "ตารางที่วาง"
_SAVE_AS: Final = "กรุณาเปิดไฟล์ แล้วเลือก “บันทึกเป็น” ชนิด Excel (.xlsx) แล้วแนบไฟล์ใหม่"
_BEGINNINGS: Final = (  # the first bytes of what people attach by mistake
    (b"\xd0\xcf\x11\xe0", f"ไฟล์นี้เป็น Excel รุ่นเก่า (.xls) หรือตั้งรหัสผ่านไว้ {_SAVE_AS} โดยไม่ตั้งรหัสผ่าน"),
    (b"%PDF", "ไฟล์นี้เป็น PDF ซึ่งอ่านเป็นตารางไม่ได้ กรุณาแนบไฟล์ Excel (.xlsx) ต้นฉบับ หรือคัดลอกตารางมาวาง"),
    (b"\xff\xd8\xff", "ไฟล์นี้เป็นรูปภาพ กรุณาแนบไฟล์ Excel (.xlsx) ต้นฉบับ"),
    (b"\x89PNG", "ไฟล์นี้เป็นรูปภาพ กรุณาแนบไฟล์ Excel (.xlsx) ต้นฉบับ"),
)
_MARKUP: Final = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|\?xml|table|meta|head|body)", re.I)
_ZIP: Final = b"PK"
_TEXT_ENDINGS: Final = frozenset({".csv", ".txt", ".tsv", ".tab"})
_DELIMITERS: Final = ",;\t|"
_TRIED: Final = 50  # rows by which the delimiter is chosen
_STATED: Final = re.compile(r"sep=([,;\t|])\r?\n?", re.I)
_UNPAIRED: Final = "อ่านตารางในไฟล์ไม่ได้ มีช่องที่ยาวผิดปกติหรือเครื่องหมายคำพูดไม่ครบคู่ กรุณาบันทึกเป็น Excel (.xlsx) แล้วแนบใหม่"
_KEPT_AS_TEXT: Final = re.compile(r'="([^"]*)"')  # ="0812345678": how programs keep a leading zero


def sheets_of_upload(data: bytes, name: str, caps: Caps = WEB) -> list[Sheet]:
    """The sheets of a file; of text there is one. Raises: Refused with a Thai sentence that says what to do."""
    gate.check_size(len(data), caps)
    for beginning, said in _BEGINNINGS:
        if data.startswith(beginning):
            raise Refused(said)
    if _MARKUP.match(data):
        raise Refused(f"ไฟล์นี้เป็นหน้าเว็บที่ใช้นามสกุลของ Excel {_SAVE_AS}")
    if data.startswith(_ZIP):
        return sheets.sheets_of(data, caps)
    path = PurePath(name)
    if path.suffix.lower() not in _TEXT_ENDINGS:
        raise Refused(gate.NOT_READABLE)
    return [_text_sheet(path.stem, _decoded(data), caps)]


def sheets_of_paste(text: str) -> list[Sheet]:
    """A table from the clipboard, columns parted by tabs; a quoted cell may hold line breaks. Raises: Refused."""
    gate.check_size(len(text.encode(errors="replace")))
    return [_sheet(PASTED, pasted_rows(text))]


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with it, or TIS-620 as Windows has it (cp874)."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp874"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Refused("อ่านตัวอักษรในไฟล์ไม่ได้ กรุณาบันทึกเป็น Excel (.xlsx) หรือ CSV UTF-8 แล้วแนบใหม่")


def _text_sheet(name: str, text: str, caps: Caps) -> Sheet:
    if stated := _STATED.match(text):
        text, delimiter = text[stated.end() :], stated[1]
    else:
        delimiter = _delimiter_of(text)
    if _is_open(text, delimiter):
        raise Refused(_UNPAIRED)
    return _sheet(name, _parted(text, delimiter), caps)


def _parted(text: str, delimiter: str) -> Iterable[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=delimiter)


def _is_open(text: str, delimiter: str) -> bool:
    """Whether a quotation mark at the start of a cell is never closed, so that lines would run into one cell."""
    closed = csv.reader(StringIO(text + "\n", newline=""), delimiter=delimiter, strict=True)
    try:
        deque(closed, maxlen=0)
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _delimiter_of(text: str) -> str:
    """The sign that parts the most rows into equally many cells, then into the most cells."""

    def rank(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in islice(_parted(text, delimiter), _TRIED) if len(row) > 1]
        except csv.Error:
            return 0, 0
        common = max(widths, key=widths.count, default=0)
        return widths.count(common), common

    return max(_DELIMITERS, key=rank)


def _sheet(name: str, rows: Iterable[list[str]], caps: Caps = WEB) -> Sheet:
    """Rows of text as a sheet under the caps of a workbook's. Raises: Refused for text that is no table."""
    sheet = sheets.empty(name, caps)
    blank: list[list[Cell]] = []  # rows that only count where something follows them
    try:
        for number, texts in enumerate(rows, 1):
            row = [Cell(number, at, _value(text)) for at, text in enumerate(texts[: sheets.MAX_COLUMNS], 1)]
            if any(text.strip() for text in texts[sheets.MAX_COLUMNS :]):
                sheet.fault = sheets.too_wide(sheet, number)
                break
            if all(cell.is_blank for cell in row):
                blank += [row] if number <= caps.rows else []
                continue
            if number > caps.rows:
                sheet.fault = sheets.too_long(sheet, caps)
                break
            for each in (*blank, row):
                sheet.rows.append(each)
            blank.clear()
    except csv.Error as error:
        raise Refused(_UNPAIRED) from error
    return sheet


def _value(text: str) -> str | None:
    kept = _KEPT_AS_TEXT.fullmatch(text.strip())
    return (kept[1] if kept else text) or None


# --- the clipboard ------------------------------------------------------------------------------

_QUOTED: Final = re.compile(r'"((?:[^"]|"")*)"(?=\t|\r\n|\r|\n|\Z)')
_PLAIN: Final = re.compile(r"[^\t\r\n]*")
_NEEDS_QUOTES: Final = re.compile(r'[\t\r\n]|""')
_LINE_END: Final = re.compile(r"\r\n|\r|\n")


def pasted_rows(text: str) -> list[list[str]]:
    """The cells of a pasted table. Quotes around a cell are the clipboard's only where the cell needs them."""
    rows: list[list[str]] = [[]]
    at = 0
    while at < len(text):
        cell, at = _pasted_cell(text, at)
        rows[-1].append(cell)
        if at < len(text) and text[at] == "\t":
            at += 1
            if at == len(text) or text[at] in "\r\n":
                rows[-1].append("")  # a tab at the end of a line parts off one blank cell
        if found := _LINE_END.match(text, at):
            at = found.end()
            rows.append([])
    return rows if rows[-1] else rows[:-1]


def _pasted_cell(text: str, at: int) -> tuple[str, int]:
    """One cell and where it ends."""
    quoted = _QUOTED.match(text, at) if text[at] == '"' else None
    if quoted and _NEEDS_QUOTES.search(quoted[1]):
        return quoted[1].replace('""', '"'), quoted.end()
    plain = _PLAIN.match(text, at)
    return (plain[0], plain.end()) if plain else ("", at)
