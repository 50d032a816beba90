using Fuyao.Feel;
using Fuyao.Feel.Types;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Evaluation;

internal sealed record CompiledCheck(
    CheckDefinition Definition, FeelScope Scope, FeelExpression? When, FeelExpression Holds, IReadOnlyList<(LocalText Title, FeelExpression Value)> Figures)
{
    /// <summary>It reads the pack's own figures alone: no fact of any subject.</summary>
    public bool IsDecided(EffectivePack pack) => When is null && Holds.Reads.All(pack.Parameters.Select(p => p.Id).Contains);
}

internal sealed record CompiledOutcome(OutcomeDefinition Definition, FeelExpression When);

internal sealed record CompiledProcedure(ProcedureDefinition Definition, FeelScope Scope, IReadOnlyList<CompiledOutcome> Outcomes);

/// <summary>Type-checks checks and the outcomes of procedures.</summary>
/// <param name="scopes">What rules about a subject may read.</param>
/// <param name="findings">Where faults go.</param>
internal sealed class RuleCompiler(Func<PolicySubject, FeelScope> scopes, Findings findings)
{
    /// <summary>Null when something does not compile; what is wrong is in the findings.</summary>
    public CompiledCheck? Check(CheckDefinition check)
    {
        var scope = scopes(check.Subject);
        var when = check.When is null ? null : Compile(check.When, scope, FeelType.Boolean);
        var holds = Compile(check.Holds, scope, FeelType.Boolean, when);
        (LocalText, FeelExpression?)[] figures = [.. check.Figures.Select(f => (f.Title, Compile(f.Value, scope, null, when)))];
        return holds is null || (when is null && check.When is not null) || figures.Any(f => f.Item2 is null)
            ? null : new CompiledCheck(check, scope, when, holds, figures!);
    }

    public CompiledProcedure? Procedure(ProcedureDefinition procedure)
    {
        var scope = scopes(procedure.Subject);
        (OutcomeDefinition Outcome, FeelExpression? When)[] outcomes = [.. procedure.Outcomes.Select(o => (o, Compile(o.When, scope, FeelType.Boolean)))];
        return outcomes.Any(o => o.When is null) ? null : new CompiledProcedure(procedure, scope, [.. outcomes.Select(o => new CompiledOutcome(o.Outcome, o.When!))]);
    }

    private FeelExpression? Compile(FeelSource source, FeelScope scope, FeelType? expected, FeelExpression? given = null)
    {
        var compiled = FeelExpression.Compile(source.Text, scope, FeelOptions.Strict with { Expected = expected, Given = given });
        FeelFindings.Report(compiled.Problems, source.Place, findings);
        return compiled.Compiled;
    }
}
