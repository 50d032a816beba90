using Fuyao.Kernel.Text;

namespace Fuyao.Registry.Import;

/// <summary>Whether a finding refuses its household.</summary>
internal enum Severity
{
    Warning,
    Error,
}

/// <summary>One thing that is wrong or doubtful, with its place in the file.</summary>
/// <param name="Row">As Excel counts, from 1; 0 for the whole file.</param>
/// <param name="Column">The header as the file has it; null for the whole row.</param>
/// <param name="ColumnIndex">0-based, −1 for the whole row.</param>
/// <param name="Value">What stands there; protected values masked.</param>
/// <param name="Household">户编号, if the row has one.</param>
internal sealed record Finding(
    string File, string Sheet, int Row, string? Column, int ColumnIndex, string? Value, Severity Severity, string Code, LocalText Message, string? Household);
