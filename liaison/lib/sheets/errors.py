"""What can be wrong with a file, in words for the person who chose it."""

UNREADABLE = "无法读取该文件，请另存为 .xlsx 后重试"
EMPTY = "文件是空的"
UNPACKED_TOO_LARGE = "文件解压后过大"
OLD_FORMAT = "这是旧版 .xls 表格或加了密码的表格，请另存为不加密码的 .xlsx 后重试"
MACROS = "文件含有宏，请另存为不含宏的 .xlsx 后重试"
NOT_A_SHEET = "这不是电子表格，请选择 .xlsx 或 .csv 文件"
UNKNOWN_ENCODING = "无法识别文件的文字编码，请另存为 .xlsx 后重试"
TOO_SLOW = "表格过于复杂，读取超时，请只保留需要导入的工作表后重试"
NO_TABLE = "没有找到表头：表格应有“{names}”一列和至少另一列"


class SheetError(ValueError):
    """A file that cannot be read; the message says what to do about it."""


class CellError(ValueError):
    """A cell whose content is not what its column holds."""
