using Fuyao.Policy.Columns;

namespace Fuyao.Policy.Contracts;

/// <summary>
/// A pack compiled over one population in columns. The population's outermost table is the households, with a list <c>persons</c>;
/// columns are named as rules write them (<c>status</c>, <c>disability.grade</c>), and what has no column is absent. Its persons are the
/// living ones on the pack's date: whoever lays out the columns leaves the others out, so what reads <c>deceased</c> is undetermined here.
/// </summary>
public sealed class PopulationRules
{
    private readonly PackColumns _columns;

    internal PopulationRules(PackColumns columns) => _columns = columns;

    public RulePath Path => _columns.Path;

    /// <summary>Variables and policies that columns cannot say, with the reason: the interpreter works them out, household by household.</summary>
    public IReadOnlyList<(string Id, string Reason)> Interpreted => _columns.Refused;

    /// <summary>Outputs that need decimals because 64-bit integers cannot be proved to hold them.</summary>
    public IReadOnlyList<string> OnDecimals => _columns.OnDecimals;

    /// <summary>Operations for every chunk of rows.</summary>
    public int Operations => _columns.Program.Operations;

    /// <summary>Room for what the columns compute; filled by <see cref="Run(PopulationResults, int, CancellationToken)"/>.</summary>
    public PopulationResults Allocate() => new(_columns, _columns.Program.Allocate());

    public void Run(PopulationResults into, int threads = 1, CancellationToken cancellation = default)
    {
        _columns.Program.Run(into.Outputs, threads, cancellation);
        into.Interpret(cancellation);
    }

    public PopulationResults Run(int threads = 1, CancellationToken cancellation = default)
    {
        var results = Allocate();
        Run(results, threads, cancellation);
        return results;
    }
}
