using Fuyao.Feel.Columns.Compiling;

namespace Fuyao.Feel.Columns.Running;

/// <summary>An operation with its registers.</summary>
internal readonly record struct Step(Operation Operation, int To, int A, int B, int C);

/// <summary>
/// The operations that outputs need, in order, with registers: a register is taken again as soon as nothing reads it any more, so that the
/// whole chunk stays in the processor's cache. Constants keep theirs and are filled once.
/// </summary>
internal sealed class Plan
{
    public Plan(IReadOnlyList<ColumnTable> levels, List<Operation> operations, List<(string Name, Lane Lane)> outputs, IReadOnlyList<string> texts)
    {
        Levels = levels;
        Texts = texts;
        Outputs = outputs;
        var lastUse = LastUses(operations);
        var register = new int[operations.Count];
        var free = new Dictionary<(int Level, bool Decimal), Stack<int>>();
        var steps = new List<Step>();
        for (var i = 0; i < operations.Count; i++)
        {
            if (lastUse[i] < 0)
                continue;
            var operation = operations[i];
            var key = (operation.Level, operation.IsDecimal);
            register[i] = !operation.IsConstant && free.TryGetValue(key, out var stack) && stack.Count > 0 ? stack.Pop() : Take(key);
            steps.Add(new Step(operation, register[i], Of(operation.A), Of(operation.B), Of(operation.C)));
            // Operands read for the last time leave their registers to later operations (never to this one: segments overlap).
            foreach (var operand in new[] { operation.A, operation.B, operation.C }.Distinct())
            {
                if (operand < 0 || lastUse[operand] != i || operations[operand].IsConstant)
                    continue;
                var owner = (operations[operand].Level, operations[operand].IsDecimal);
                if (!free.TryGetValue(owner, out var list))
                    free[owner] = list = new();
                list.Push(register[operand]);
            }
        }
        Constants = [.. steps.Where(s => s.Operation.IsConstant)];
        Steps = [.. steps.Where(s => !s.Operation.IsConstant)];
        Indexed = [.. steps.Where(s => s.Operation.Code is OpCode.Broadcast or OpCode.BroadcastDecimal).Select(s => s.Operation.Level).Distinct()];
        Stores = [.. outputs.Select(o => new Store(o.Name, o.Lane, Of(o.Lane.Value), Of(o.Lane.Unknown), Of(o.Lane.Null)))];

        int Of(int operation) => operation < 0 ? -1 : register[operation];

        int Take((int Level, bool Decimal) key)
        {
            Registers.Add(key);
            return Registers.Count - 1;
        }

        int[] LastUses(List<Operation> all)
        {
            var last = new int[all.Count];
            Array.Fill(last, -1);
            foreach (var (_, lane) in outputs)
                foreach (var value in new[] { lane.Value, lane.Unknown, lane.Null })
                    if (value >= 0)
                        last[value] = int.MaxValue;
            for (var i = all.Count - 1; i >= 0; i--)
                if (last[i] >= 0)
                    foreach (var operand in new[] { all[i].A, all[i].B, all[i].C })
                        if (operand >= 0)
                            last[operand] = Math.Max(last[operand], i);
            return last;
        }
    }

    public IReadOnlyList<ColumnTable> Levels { get; }
    public IReadOnlyList<string> Texts { get; }
    public List<(string Name, Lane Lane)> Outputs { get; }

    /// <summary>Level and kind of every register.</summary>
    public List<(int Level, bool Decimal)> Registers { get; } = [];
    public Step[] Constants { get; }
    public Step[] Steps { get; }
    public Store[] Stores { get; }

    /// <summary>Levels that need to know the owner of every row.</summary>
    public int[] Indexed { get; }
}

/// <summary>An output with the registers it is stored from.</summary>
internal sealed record Store(string Name, Lane Lane, int Value, int Unknown, int Null);
