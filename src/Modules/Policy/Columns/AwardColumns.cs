using Fuyao.Feel;
using Fuyao.Feel.Columns;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Fuyao.Policy.Evaluation;

namespace Fuyao.Policy.Columns;

/// <summary>
/// Policies as columns: each one's status and amount, and below them what later policies read of it. A policy is compiled once, with those
/// that it reads or that exclude it before it.
/// </summary>
/// <param name="compiler">Where the columns are defined.</param>
/// <param name="policies">In the order in which they are worked out.</param>
/// <param name="households">The population.</param>
/// <param name="scope">The names that a policy of persons (true) or households reads.</param>
internal sealed class AwardColumns(ColumnCompiler compiler, IReadOnlyList<CompiledPolicy> policies, ColumnTable households, Func<bool, ColumnScope> scope)
{
    private static readonly FeelValue NobodyKnows = FeelValue.Unknown("result");

    private readonly ColumnTable _persons = households.Lists["persons"];
    private readonly Dictionary<int, string?> _defined = [];
    private readonly HashSet<(int Policy, ColumnTable Reader)> _seen = [];
    private string? _refusal;

    /// <returns>Null when the policy could be compiled, else the reason why not.</returns>
    public string? Output(CompiledPolicy policy)
    {
        var index = policies.Index().First(p => p.Item.Id == policy.Id).Index;
        if (Define(index) is { } reason)
        {
            return reason;
        }

        var table = Table(policy);
        _refusal = Out(PackColumns.Status(policy.Id), AwardRules.Status, index, table, "awarded", "undetermined", "excluded", "manual");
        _refusal ??= Out(PackColumns.Amount(policy.Id), AwardRules.Part, index, table, "part=amount");
        if (policy.Value is not null)
        {
            _refusal ??= Out(PackColumns.Value(policy.Id), AwardRules.Value, index, table, "value");
        }

        for (var part = 0; part < policy.Parts.Count && policy.Parts.Count > 1; part++)
        {
            _refusal ??= Out(PackColumns.Part(policy.Id, part), AwardRules.Part, index, table, $"part=part_{part}");
        }

        return _refusal;
    }

    private static string Name(int policy, string what) => $"policy_{policy}_{what}";

    private ColumnTable Table(CompiledPolicy policy) => policy.IsPerson ? _persons : households;

    private string? Define(int index)
    {
        if (_defined.TryGetValue(index, out var known))
        {
            return known;
        }

        var policy = policies[index];
        foreach (var before in policy.ExcludedBy.Concat(Read(policy)).Distinct())
        {
            if (Define(before) is { } reason)
            {
                return _defined[index] = $"it needs the result of {policies[before].Id}, which has no form in columns ({reason})";
            }
        }

        _refusal = null;
        Alone(index, policy);
        Stacked(index, policy);
        return _defined[index] = _refusal;
    }

    // Only results that it names are read: a key that is worked out is refused where it stands.
    private IEnumerable<int> Read(CompiledPolicy policy) => !policy.ReadsResults ? []
        : policies.Index().Where(p => policy.Definition.After.Any(a => a.Text == p.Item.Id)
            && PackCompiler.Sources(policy.Definition).Any(s => s.Text.Contains($"\"{p.Item.Id}\"", StringComparison.Ordinal))).Select(p => p.Index);

    /// <summary>By itself: due and how much, waiting for a fact, left to a person.</summary>
    private void Alone(int index, CompiledPolicy policy)
    {
        var table = Table(policy);
        var names = scope(policy.IsPerson);
        foreach (var before in Read(policy))
        {
            Seen(before, table);
        }

        names.Bind("results", table, "results");
        Known("eligible", policy.Eligible);
        if (policy.Manual is { } manual)
        {
            Known("asked", manual);
            Rule("due", AwardRules.Due, "eligible", "manual=asked", "manual_unknown=asked unknown", "manual_null=asked null");
            Rule("open", AwardRules.Open, "eligible", "eligible_unknown=eligible unknown", "manual_unknown=asked unknown");
            Rule("left", AwardRules.Left, "eligible", "manual=asked", "manual_null=asked null");
        }
        else
        {
            Rule("due", AwardRules.Same, "a=eligible");
            Rule("open", AwardRules.Same, "a=eligible unknown");
            Rule("left", AwardRules.Never);
        }

        if (policy.Value is { } value)
        {
            Of("value", value);
            Rule("missing", AwardRules.Same, "a=value null");
            Rule("lost", AwardRules.Same, "a=value unknown");
            Rule("won", AwardRules.Classified, "due", "missing", "lost");
            _refusal ??= compiler.Define(Name(index, "fen"), new ColumnScope(table).Bind("part", FeelValue.Of(0m)), AwardRules.Part);
        }
        else
        {
            Sum();
            Rule("won", AwardRules.Won, "due", "missing", "lost", "amount=fen");
        }

        Rule("manual", AwardRules.Manual, "left", "due", "missing");
        Rule("waits", AwardRules.Undetermined, "open", "due", "lost", "missing");

        void Sum()
        {
            for (var i = 0; i < policy.Parts.Count; i++)
            {
                Of($"part_{i}", policy.Parts[i].Amount);
                Rule(At("total", i), i == 0 ? AwardRules.Part : AwardRules.Plus, $"part=part_{i}", $"total={At("total", i - 1)}");
                // One of several parts cannot be less than nothing.
                Rule($"unsaid_{i}", policy.Parts.Count == 1 ? AwardRules.Same : AwardRules.Unsaid, $"a=part_{i} null", $"b=part_{i} unknown", $"part=part_{i}");
                Rule(At("missing", i), i == 0 ? AwardRules.Same : AwardRules.Either, $"a=unsaid_{i}", $"b={At("missing", i - 1)}");
                Rule(At("lost", i), i == 0 ? AwardRules.Same : AwardRules.Either, $"a=part_{i} unknown", $"b={At("lost", i - 1)}");
            }

            Rule("fen", AwardRules.Fen, "total");
        }

        // The last of a chain bears the plain name.
        string At(string what, int part) => part == policy.Parts.Count - 1 ? what : $"{what}_{part}";

        void Known(string what, FeelExpression expression) => _refusal ??= compiler.DefineKnown(Name(index, what), names, expression);

        void Of(string what, CompiledAmount amount) => _refusal ??= amount.Expression is { } expression
            ? compiler.DefineKnown(Name(index, what), names, expression.Written() ?? expression)
            : compiler.DefineKnown(Name(index, what), names, amount.Table!);

        void Rule(string what, FeelExpression rule, params string[] reads) => _refusal ??= compiler.Define(Name(index, what), Bound(index, table, reads), rule);
    }

    /// <summary>Beside the others: an award excludes it, or nobody knows yet whether one does.</summary>
    private void Stacked(int index, CompiledPolicy policy)
    {
        var table = Table(policy);
        if (policy.ExcludedBy.Count == 0)
        {
            Rule("awarded", AwardRules.Same, "a=won");
            Rule("undetermined", AwardRules.Same, "a=waits");
            Rule("excluded", AwardRules.Never);
        }
        else
        {
            var (other, open) = ("", "");
            foreach (var (i, by) in policy.ExcludedBy.Index())
            {
                Seen(by, table);
                var (awarded, undecided) = (Name(by, "awarded"), Name(by, "undecided"));
                if (i > 0)
                {
                    var (both, bothOpen) = (Name(index, $"other_{i}"), Name(index, $"other_open_{i}"));
                    _refusal ??= compiler.Define(both, new ColumnScope(table).Bind("a", table, other).Bind("b", table, awarded), AwardRules.Either);
                    _refusal ??= compiler.Define(bothOpen, new ColumnScope(table).Bind("a", table, open).Bind("b", table, undecided), AwardRules.Either);
                    (awarded, undecided) = (both, bothOpen);
                }

                (other, open) = (awarded, undecided);
            }

            foreach (var (what, rule) in new[] { ("awarded", AwardRules.Awarded), ("undetermined", AwardRules.Waiting), ("excluded", AwardRules.Excluded) })
            {
                _refusal ??= compiler.Define(Name(index, what), Bound(index, table, "won", "undetermined=waits").Bind("other", table, other).Bind("other_open", table, open), rule);
            }
        }

        Rule("amount", AwardRules.Amount, "awarded", "excluded", "amount=fen");
        Rule("paid", AwardRules.Paid, "awarded", "amount=fen");
        Rule("undecided", AwardRules.Either, "a=undetermined", "b=manual");

        void Rule(string what, FeelExpression rule, params string[] reads) => _refusal ??= compiler.Define(Name(index, what), Bound(index, table, reads), rule);
    }

    /// <summary>What policies of a table read of a policy: of their own subject, of the household, or of all its persons together.</summary>
    private void Seen(int index, ColumnTable reader)
    {
        if (!_seen.Add((index, reader)))
        {
            return;
        }

        var own = Table(policies[index]);
        foreach (var what in own == reader ? [] : new[] { "paid", "awarded", "excluded", "undecided" })
        {
            var type = what == "paid" ? FeelType.Number : FeelType.Boolean;
            _refusal ??= own == _persons
                ? compiler.Define(Name(index, what), new ColumnScope(households), OfAll(Name(index, what), type))
                : compiler.Define(Name(index, what), new ColumnScope(_persons).Bind(type == FeelType.Number ? "part" : "a", households, Name(index, what)), type == FeelType.Number ? AwardRules.Part : AwardRules.Same);
        }

        var seen = Bound(index, reader, "awarded", "excluded", "open=undecided", "amount=paid").Bind("nothing_known", NobodyKnows).Bind("no_status", NobodyKnows);
        _refusal ??= compiler.Define($"results.{policies[index].Id}.amount", seen, AwardRules.SeenAmount);
        _refusal ??= compiler.Define($"results.{policies[index].Id}.status", seen, AwardRules.SeenStatus);
    }

    private static FeelExpression OfAll(string column, FeelType type) => FeelExpression.Compile(
        type == FeelType.Number ? $"sum(persons.{column})" : $"some p in persons satisfies p.{column}",
        new FeelScope(new FeelMember("persons", FeelType.List(FeelType.Context("person", [new FeelMember(column, type)])))), FeelOptions.Strict).Required();

    private string? Out(string name, FeelExpression rule, int index, ColumnTable table, params string[] reads) => compiler.Output(name, Bound(index, table, reads), rule);

    /// <param name="index">The policy.</param>
    /// <param name="table">Its table, or its readers'.</param>
    /// <param name="reads">Names of the rule, each with the column of the policy that it stands for where that is called otherwise.</param>
    private static ColumnScope Bound(int index, ColumnTable table, params string[] reads)
    {
        var bound = new ColumnScope(table);
        foreach (var read in reads)
        {
            var (name, column) = read.Split('=') is [var n, var c] ? (n, c) : (read, read);
            bound.Bind(name, table, Name(index, column));
        }

        return bound;
    }
}
