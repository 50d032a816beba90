using System.Buffers;

namespace Fuyao.Kernel.Sheets;

/// <summary>One pass over the bytes of one XML part of a workbook, looking only at what could hurt.</summary>
internal static class SheetScan
{
    public static void Run(Stream part, string name, SheetLimits limits)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 17);
        try
        {
            var state = new State(name, limits);
            var kept = 0;
            while (true)
            {
                var read = part.ReadAtLeast(buffer.AsSpan(kept), buffer.Length - kept, throwOnEndOfStream: false);
                var bytes = buffer.AsSpan(0, kept + read);
                var last = bytes.Length < buffer.Length;
                var used = state.Take(bytes, last);
                if (last)
                {
                    return;
                }

                bytes[used..].CopyTo(buffer);
                kept = bytes.Length - used;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private struct State(string name, SheetLimits limits)
    {
        private readonly bool sheet = name.Contains("worksheets/", StringComparison.OrdinalIgnoreCase);
        private bool cellsInRow;
        private int cells;
        private int row;
        private int rows;
        private int column;

        /// <summary>Looks at all tags that are whole; says how many bytes are done with.</summary>
        public int Take(ReadOnlySpan<byte> bytes, bool last)
        {
            var at = 0;
            while (true)
            {
                var open = bytes[at..].IndexOf((byte)'<');
                if (open < 0)
                {
                    return bytes.Length;
                }

                at += open;
                var close = bytes[at..].IndexOf((byte)'>');
                if (close < 0)
                {
                    return last ? bytes.Length : Waiting(bytes, at);
                }

                Tag(bytes.Slice(at + 1, close - 1));
                at += close + 1;
            }
        }

        private readonly int Waiting(ReadOnlySpan<byte> bytes, int at) => bytes.Length - at < 1 << 16 ? at
            : throw SheetReader.Refuse("damaged-workbook", $"{name} 中有过长的标记。", $"{name} holds an endless tag.");

        private void Tag(ReadOnlySpan<byte> tag)
        {
            if (tag.IsEmpty)
            {
                return;
            }

            if (tag[0] == '!')
            {
                if (tag.StartsWith("!DOCTYPE"u8) || tag.StartsWith("!ENTITY"u8))
                {
                    throw SheetReader.Refuse("forbidden-xml", $"{name} 含有文档类型声明(DTD),不接受。", $"{name} declares a document type (DTD), which is refused.");
                }

                return;
            }

            if (!sheet || tag[0] is (byte)'/' or (byte)'v' or (byte)'t' or (byte)'i')
            {
                return;
            }

            var local = LocalName(tag);
            if (local.Length == 1 && local[0] == 'c')
            {
                Cell(tag);
            }
            else if (local.SequenceEqual("row"u8))
            {
                row = Number(tag) ?? row + 1;
                cells = 0;
                column = 0;
                cellsInRow = false;
                if (row > 1_048_576)
                {
                    throw SheetReader.Refuse("damaged-workbook", $"{name} 的行号 {row} 超出 Excel 的范围。", $"{name} has row number {row}, beyond what Excel knows.");
                }
            }
            else if (local.Length == 1 && local[0] == 'f')
            {
                throw SheetReader.Refuse("formula-cell", $"第 {row} 行第 {column} 列是公式。请选中全部单元格,复制后“选择性粘贴→数值”,保存再导入。",
                    $"Row {row}, column {column} is a formula. Copy all cells, paste them as values, save and import again.");
            }
        }

        private void Cell(ReadOnlySpan<byte> tag)
        {
            cells++;
            column = ColumnOf(tag) ?? column + 1;
            if (cells > limits.Columns || column > limits.Columns)
            {
                throw WorkbookCheck.TooManyColumns("", row, limits);
            }

            if (!cellsInRow)
            {
                cellsInRow = true;
                if (++rows > limits.WorkbookRows)
                {
                    throw SheetReader.Refuse("too-many-rows", "工作簿的一个工作表超过 200,000 行。请按乡镇拆分成几个文件,或另存为 CSV(行数不限)。",
                        "A sheet of the workbook has more than 200,000 rows. Split it by township, or save it as CSV (any number of rows).", 413);
                }
            }
        }

        private static ReadOnlySpan<byte> LocalName(ReadOnlySpan<byte> tag)
        {
            var end = tag.IndexOfAny((byte)' ', (byte)'/', (byte)'\n');
            var name = end < 0 ? tag : tag[..end];
            return name[(name.IndexOf((byte)':') + 1)..];
        }

        private static ReadOnlySpan<byte> Reference(ReadOnlySpan<byte> tag)
        {
            var at = tag.IndexOf(" r=\""u8);
            if (at < 0)
            {
                at = tag.IndexOf(" r='"u8);
            }

            if (at < 0)
            {
                return default;
            }

            var value = tag[(at + 4)..];
            var end = value.IndexOfAny((byte)'"', (byte)'\'');
            return end < 0 ? value : value[..end];
        }

        private static int? Number(ReadOnlySpan<byte> tag)
        {
            var value = Reference(tag);
            return value.IsEmpty ? null : System.Buffers.Text.Utf8Parser.TryParse(value, out int number, out _) && number > 0 ? number : int.MaxValue;
        }

        private static int? ColumnOf(ReadOnlySpan<byte> tag)
        {
            var value = Reference(tag);
            if (value.IsEmpty)
            {
                return null;
            }

            var column = 0;
            foreach (var letter in value)
            {
                var digit = (letter | 0x20) - 'a';
                if (digit is < 0 or > 25)
                {
                    break;
                }

                column = Math.Min((column * 26) + digit + 1, 1 << 20);
            }

            return column;
        }
    }
}
