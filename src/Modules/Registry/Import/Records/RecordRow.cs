using Fuyao.Kernel.Text;
using Fuyao.Registry.Import.Layout;

namespace Fuyao.Registry.Import.Records;

/// <summary>A row of a table of records, read.</summary>
internal sealed class RecordRow(RawRow raw, string file)
{
    private readonly Dictionary<string, object> values = [];

    public RawRow Raw => raw;

    public List<Finding> Findings { get; } = [];

    public bool HasErrors { get; private set; }

    /// <summary>What is shown of it in lists.</summary>
    public string? Subject { get; set; }

    public string? Number { get; set; }

    public object? this[string header] => values.GetValueOrDefault(header);

    /// <summary>Of a list for mending: which row it was written from.</summary>
    public RowMark? Mark => this["系统码"] as RowMark?;

    public string? Text(string header) => this[header] as string;

    public static RecordRow Read(RawRow raw, string file)
    {
        var row = new RecordRow(raw, file);
        var context = new CellContext();
        for (var i = 0; i < raw.Cells.Length; i++)
        {
            var header = raw.Headers.Cells[i];
            var text = HouseholdAssembler.Clean(raw.Cells[i]);
            if (text.Length == 0)
            {
                if (header.Field is { Required: true, MayBeBlank: false })
                {
                    row.Report(header, text, Severity.Error, ImportCodes.Required, new($"“{header.Field.Header}”必须填写。", $"“{header.Field.Header}” must be filled."));
                }

                continue;
            }

            context.Report = (severity, code, message) => row.Report(header, text, severity, code, message);
            var longest = ImportCodes.Longest(header.Field.Header);
            if (text.Length > longest)
            {
                row.Report(header, text[..longest], Severity.Error, ImportCodes.TooLong, ImportCodes.TooLongFor(longest));
                continue;
            }

            context.Take(raw.Cells[i], text, header);
            if (((RecordColumn)header.Field).Read(context) is { } value)
            {
                row.values[header.Field.Header] = value;
            }
        }

        row.Subject = row.Text("名称") ?? row.Text("姓名") ?? row.Text("行政村") ?? row.Text("乡");
        row.Number = row.Text("户编号") ?? row.Text("统一社会信用代码") ?? row.Text("行政村代码");
        return row;
    }

    /// <summary>Notes a finding at a column, or of the whole row.</summary>
    public void Report(string? header, Severity severity, string code, LocalText message)
    {
        var at = header is null ? null : raw.Headers.Cells.FirstOrDefault(c => c.Field.Header == header);
        Report(at, at is { Index: >= 0 } ? HouseholdAssembler.Clean(raw.Cells[raw.Headers.Cells.ToList().IndexOf(at)]) : null, severity, code, message);
    }

    private void Report(HeaderCell? at, string? text, Severity severity, string code, LocalText message)
    {
        Findings.Add(new Finding(file, raw.Headers.Sheet, raw.Row, at?.Header, at?.Index ?? -1, text is null || at is null ? null : Masking.Apply(at.Field.Protection, text), severity, code, message, Number));
        HasErrors |= severity == Severity.Error;
    }

}
