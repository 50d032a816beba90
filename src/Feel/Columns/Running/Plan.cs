using Fuyao.Feel.Columns.Compiling;

namespace Fuyao.Feel.Columns.Running;

/// <summary>An operation with its registers, or a loop that does several at once.</summary>
internal readonly record struct Step(Operation Operation, int To, int A, int B, int C, FusedLoop? Loop = null);

/// <summary>
/// The operations that outputs need, in order, with registers: a register is taken again as soon as nothing reads it any more, so that the
/// whole chunk stays in the processor's cache. Constants keep theirs and are filled once.
/// </summary>
internal sealed class Plan
{
    public Plan(IReadOnlyList<ColumnTable> levels, List<Operation> operations, List<(string Name, Lane Lane)> outputs, IReadOnlyList<string> texts, bool fuse)
    {
        Levels = levels;
        Texts = texts;
        var wanted = outputs.SelectMany(o => new[] { o.Lane.Value, o.Lane.Unknown, o.Lane.Null }).Where(v => v >= 0).ToHashSet();
        var units = Fusion.Schedule(operations, wanted, fuse);
        var lastUse = LastUses(operations, units, wanted);
        var register = new int[operations.Count];
        Array.Fill(register, -1);
        var free = new Dictionary<(int Level, bool Decimal), Stack<int>>();
        foreach (var constant in Enumerable.Range(0, operations.Count).Where(i => operations[i].IsConstant && lastUse[i] >= 0))
        {
            register[constant] = Take((operations[constant].Level, operations[constant].IsDecimal));
            Constants.Add(new Step(operations[constant], register[constant], -1, -1, -1));
        }
        for (var u = 0; u < units.Count; u++)
        {
            foreach (var i in units[u].Where(i => lastUse[i] >= 0))
            {
                var key = (operations[i].Level, operations[i].IsDecimal);
                register[i] = free.TryGetValue(key, out var stack) && stack.Count > 0 ? stack.Pop() : Take(key);
            }
            var first = operations[units[u][0]];
            Steps.Add(units[u].Count == 1
                ? new Step(first, register[units[u][0]], Of(first.A), Of(first.B), Of(first.C))
                : new Step(first, -1, -1, -1, -1, Fusion.Compile(operations, units[u], register)));
            // Operands read for the last time leave their registers to later steps, never to this one: it reads while it writes.
            foreach (var operand in units[u].SelectMany(i => Fusion.Operands(operations[i])).Distinct().Where(o => lastUse[o] == u && !operations[o].IsConstant))
            {
                var key = (operations[operand].Level, operations[operand].IsDecimal);
                if (!free.TryGetValue(key, out var stack))
                    free[key] = stack = new();
                stack.Push(register[operand]);
            }
        }
        Indexed = [.. Steps.Where(s => s.Operation.Code is OpCode.Broadcast or OpCode.BroadcastDecimal).Select(s => s.Operation.Level).Distinct()];
        Stores = [.. outputs.Select(o => new Store(o.Name, o.Lane, Of(o.Lane.Value), Of(o.Lane.Unknown), Of(o.Lane.Null)))];

        int Of(int operation) => operation < 0 ? -1 : register[operation];

        int Take((int Level, bool Decimal) key)
        {
            Registers.Add(key);
            return Registers.Count - 1;
        }
    }

    public IReadOnlyList<ColumnTable> Levels { get; }
    public IReadOnlyList<string> Texts { get; }

    /// <summary>Level and kind of every register.</summary>
    public List<(int Level, bool Decimal)> Registers { get; } = [];
    public List<Step> Constants { get; } = [];
    public List<Step> Steps { get; } = [];
    public Store[] Stores { get; }

    /// <summary>Levels that need to know the owner of every row.</summary>
    public int[] Indexed { get; }

    /// <summary>The last unit that reads a value from outside of where it was made; −1 when none does.</summary>
    private static int[] LastUses(List<Operation> operations, List<List<int>> units, HashSet<int> wanted)
    {
        var last = new int[operations.Count];
        Array.Fill(last, -1);
        for (var u = 0; u < units.Count; u++)
        {
            var own = units[u].ToHashSet();
            foreach (var operand in units[u].SelectMany(i => Fusion.Operands(operations[i])).Where(o => !own.Contains(o)))
                // A loop holds its constants itself.
                if (!(units[u].Count > 1 && operations[operand].IsConstant))
                    last[operand] = u;
        }
        foreach (var output in wanted)
            last[output] = int.MaxValue;
        return last;
    }
}

/// <summary>An output with the registers it is stored from.</summary>
internal sealed record Store(string Name, Lane Lane, int Value, int Unknown, int Null);
