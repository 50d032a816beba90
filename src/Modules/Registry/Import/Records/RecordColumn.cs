using System.Globalization;
using Fuyao.Kernel.Text;
using Fuyao.Registry.Import.Layout;
using Fuyao.Registry.Import.Tables;

namespace Fuyao.Registry.Import.Records;

/// <summary>One column of a table of records.</summary>
/// <param name="Id">Field of the dictionary of records; null for columns that identify or place a row.</param>
/// <param name="Read">The value of a clean, non-empty cell; null after reporting why there is none.</param>
internal sealed record RecordColumn(string Header, string? Id, LocalText Meaning, Func<CellContext, object?> Read) : ImportField(Header, Meaning)
{
    public FieldShape Holds { get; init; } = new(FieldKind.Text);

    /// <summary>From the stored code to what people write.</summary>
    public IReadOnlyDictionary<string, string> CodeLabels { get; init; } = new Dictionary<string, string>();

    public override FieldShape Shape => Holds;

    public override string? Preview(CellContext cell) => Read(cell) is { } value ? Text(value) : null;

    /// <summary>A value as our own files write it.</summary>
    public string Text(object value) => value switch
    {
        bool yes => yes ? "是" : "否",
        DateOnly date => Cells.DateText.Write(date),
        decimal number => number.ToString("0.############", CultureInfo.InvariantCulture),
        string code when CodeLabels.TryGetValue(code, out var label) => label,
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
