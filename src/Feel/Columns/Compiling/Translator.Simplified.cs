namespace Fuyao.Feel.Columns.Compiling;

/// <summary>
/// Operations that need not be done: facts that every row has make masks that are the same everywhere, and sums over the same list are one.
/// </summary>
internal sealed partial class Translator
{
    /// <returns>An operation that gives the same, or null.</returns>
    private int? Simplified(Operation o) => o.Code switch
    {
        OpCode.And when Is(o.A, 0) || Is(o.B, 0) => Constant(o.Level, 0),
        OpCode.And when Is(o.A, -1) => o.B,
        OpCode.And when Is(o.B, -1) || o.A == o.B => o.A,
        OpCode.Or when Is(o.A, -1) || Is(o.B, -1) => Constant(o.Level, -1),
        OpCode.Or when Is(o.A, 0) => o.B,
        OpCode.Or when Is(o.B, 0) || o.A == o.B => o.A,
        OpCode.Or when IsAnywhere(o.A, out var list, out var one) && IsAnywhere(o.B, out var other, out var two) && list == other =>
            Op(OpCode.NotZero, o.Level, Op(OpCode.Sum, o.Level, Op(OpCode.Or, list, Math.Min(one, two), Math.Max(one, two)), detail: list)),
        OpCode.AndNot when Is(o.A, 0) || Is(o.B, -1) || o.A == o.B => Constant(o.Level, 0),
        OpCode.AndNot when Is(o.B, 0) => o.A,
        OpCode.AndNot when Is(o.A, -1) => Op(OpCode.Not, o.Level, o.B),
        OpCode.Not when operations.All[o.A] is { Code: OpCode.Constant, Detail: long value } => Constant(o.Level, ~value),
        OpCode.Not when operations.All[o.A] is { Code: OpCode.Not } not => not.A,
        OpCode.Select when Is(o.A, -1) || o.B == o.C => o.B,
        OpCode.Select when Is(o.A, 0) => o.C,
        OpCode.Select when Is(o.C, 0) => Op(OpCode.And, o.Level, Math.Min(o.A, o.B), Math.Max(o.A, o.B)),
        OpCode.Select when Is(o.B, 0) => Op(OpCode.AndNot, o.Level, o.C, o.A),
        OpCode.SelectDecimal when Is(o.A, -1) || o.B == o.C => o.B,
        OpCode.SelectDecimal when Is(o.A, 0) => o.C,
        OpCode.Sum when Is(o.A, 0) => Constant(o.Level, 0),
        OpCode.NotZero when Is(o.A, 0) => Constant(o.Level, 0),
        OpCode.Add when Is(o.A, 0) => o.B,
        OpCode.Add when Is(o.B, 0) => o.A,
        // The range of the sum of both was proved, and so was that of each item.
        OpCode.Add when operations.All[o.A] is { Code: OpCode.Sum, Detail: int list } one && operations.All[o.B] is { Code: OpCode.Sum, Detail: int other } two && list == other =>
            Op(OpCode.Sum, o.Level, Op(OpCode.Add, list, one.A, two.A), detail: list),
        OpCode.Multiply when Is(o.B, 1) => o.A,
        _ => null,
    };

    private bool Is(int operation, long value) => operations.IsConstant(operation, value);

    private bool IsAnywhere(int operation, out int list, out int mask)
    {
        (list, mask) = (0, 0);
        if (operations.All[operation] is not { Code: OpCode.NotZero } any || operations.All[any.A] is not { Code: OpCode.Sum, Detail: int level } sum)
            return false;
        (list, mask) = (level, sum.A);
        return true;
    }
}
