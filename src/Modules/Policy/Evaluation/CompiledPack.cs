using Fuyao.Feel;
using Fuyao.Feel.Tables;
using Fuyao.Feel.Values;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Evaluation;

/// <summary>An amount ready to evaluate: an expression or a table.</summary>
internal sealed record CompiledAmount(FeelExpression? Expression, FeelTable? Table)
{
    public FeelResult Evaluate(FeelContext input, FeelTrace? trace) => Expression?.Evaluate(input, trace) ?? Table!.Evaluate(input, trace);

    public bool Reads(string variable) => (Expression?.Reads ?? Table!.Reads).Contains(variable);
}

internal sealed record CompiledPart(PartDefinition Definition, CompiledAmount Amount);

/// <summary>A policy ready to evaluate.</summary>
internal sealed record CompiledPolicy
{
    public required PolicyDefinition Definition { get; init; }

    public required PolicyInfo Info { get; init; }

    public required FeelExpression Eligible { get; init; }

    public FeelExpression? Manual { get; init; }

    public IReadOnlyList<CompiledPart> Parts { get; init; } = [];

    public CompiledAmount? Value { get; init; }

    /// <summary>Earlier policies (by position) whose award excludes this one.</summary>
    public IReadOnlyList<int> ExcludedBy { get; init; } = [];

    public bool ReadsResults { get; init; }

    /// <summary>The unit of time in which the pack's date falls.</summary>
    public required string Period { get; init; }

    public string Id => Definition.Id;

    public bool IsPerson => Definition.Subject == PolicySubject.Person;
}

/// <summary>What a pack says about one kind of subject that is no household.</summary>
/// <param name="Policies">In the order in which they are worked out.</param>
internal sealed record CompiledSubject(PolicySubject Subject, SubjectDictionary Dictionary, IReadOnlyList<CompiledPolicy> Policies);

/// <summary>A pack compiled for a date.</summary>
internal sealed record CompiledPack
{
    public required EffectivePack Pack { get; init; }

    public required DateOnly On { get; init; }

    public required HouseholdDictionary Dictionary { get; init; }

    /// <summary>Person and household policies in the order in which they are worked out.</summary>
    public required IReadOnlyList<CompiledPolicy> Policies { get; init; }

    /// <summary>The subjects beside persons and households that the pack has rules about.</summary>
    public IReadOnlyList<CompiledSubject> Subjects { get; init; } = [];

    /// <summary>Policies about every subject.</summary>
    public IEnumerable<CompiledPolicy> AllPolicies => Policies.Concat(Subjects.SelectMany(s => s.Policies));

    public IReadOnlyList<CompiledCheck> Checks { get; init; } = [];

    public IReadOnlyList<CompiledProcedure> Procedures { get; init; } = [];

    /// <summary>All policies, those about villages, loans and enterprises too.</summary>
    public required IReadOnlyList<PolicyInfo> Infos { get; init; }

    public required IReadOnlyList<ParameterInfo> Parameters { get; init; }

    /// <summary>Values of the parameters on the date, in their slots' order.</summary>
    public required FeelValue[] ParameterValues { get; init; }

    /// <summary>The same rules with other values of parameters: what a test or a simulation supposes.</summary>
    /// <param name="values">Values by the parameter's id, of the parameter's own type.</param>
    /// <exception cref="ProblemException">Status 422: no such parameter, or a value of another type; every fault with its name.</exception>
    public CompiledPack With(IReadOnlyDictionary<string, FeelValue> values)
    {
        if (values.Count == 0)
        {
            return this;
        }

        Problem[] faults =
        [
            .. values.Keys.Where(id => Parameters.All(p => p.Id != id)).Select(id => new Problem("unknown-parameter",
                new LocalText($"没有参数“{id}”,可用:{string.Join("、", Parameters.Select(p => p.Id))}。", $"There is no parameter '{id}'; there are: {string.Join(", ", Parameters.Select(p => p.Id))}."), $"parameters/{id}")),
            .. values.Where(v => Parameters.Zip(ParameterValues).Any(p => p.First.Id == v.Key && !p.Second.IsUnknown && p.Second.Kind != v.Value.Kind && !v.Value.IsUnknown))
                .Select(v => new Problem("wrong-type", new LocalText($"参数“{v.Key}”的取值类型不符。", $"The value of '{v.Key}' is of another type."), $"parameters/{v.Key}")),
        ];
        return faults.Length > 0
            ? throw new ProblemException(422, faults)
            : this with { ParameterValues = [.. Parameters.Zip(ParameterValues, (p, value) => values.GetValueOrDefault(p.Id, value))] };
    }

    /// <summary>Derived variables that some policy or needed variable reads.</summary>
    public required IReadOnlyList<DerivedVariable> PersonVariables { get; init; }

    public required IReadOnlyList<DerivedVariable> HouseholdVariables { get; init; }
}
