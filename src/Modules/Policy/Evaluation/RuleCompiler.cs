using Fuyao.Feel;
using Fuyao.Feel.Types;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Evaluation;

internal sealed record CompiledCheck(
    CheckDefinition Definition, FeelScope Scope, FeelExpression? When, FeelExpression Holds, IReadOnlyList<(LocalText Title, FeelExpression Value)> Figures);

internal sealed record CompiledOutcome(OutcomeDefinition Definition, FeelExpression When);

internal sealed record CompiledProcedure(ProcedureDefinition Definition, FeelScope Scope, IReadOnlyList<CompiledOutcome> Outcomes);

/// <summary>Type-checks checks and the outcomes of procedures.</summary>
internal sealed class RuleCompiler(HouseholdDictionary dictionary, Findings findings)
{
    /// <summary>Null when something does not compile; what is wrong is in the findings.</summary>
    public CompiledCheck? Check(CheckDefinition check)
    {
        var scope = Scope(check.Subject, check.Inputs);
        var when = check.When is null ? null : Compile(check.When, scope, FeelType.Boolean);
        var holds = Compile(check.Holds, scope, FeelType.Boolean);
        (LocalText, FeelExpression?)[] figures = [.. check.Figures.Select(f => (f.Title, Compile(f.Value, scope, null)))];
        return holds is null || (when is null && check.When is not null) || figures.Any(f => f.Item2 is null)
            ? null : new CompiledCheck(check, scope, when, holds, figures!);
    }

    public CompiledProcedure? Procedure(ProcedureDefinition procedure)
    {
        var scope = Scope(procedure.Subject, procedure.Inputs);
        (OutcomeDefinition Outcome, FeelExpression? When)[] outcomes = [.. procedure.Outcomes.Select(o => (o, Compile(o.When, scope, FeelType.Boolean)))];
        return outcomes.Any(o => o.When is null) ? null : new CompiledProcedure(procedure, scope, [.. outcomes.Select(o => new CompiledOutcome(o.Outcome, o.When!))]);
    }

    private FeelScope Scope(string subject, IReadOnlyList<InputDefinition> inputs)
    {
        FeelMember[] own = [.. inputs.Select(i => new FeelMember(i.Id, Type(i), [.. i.Aliases.Where(a => a != i.Id)]))];
        return subject switch
        {
            "person" => Wider(dictionary.PersonScope, own),
            "household" => Wider(dictionary.HouseholdScope, own),
            _ => new FeelScope([.. own, dictionary.Globals.On, .. dictionary.Globals.Parameters]),
        };
    }

    private static FeelScope Wider(FeelScope scope, FeelMember[] own) => own.Length == 0 ? scope : scope.With(own);

    private static FeelType Type(InputDefinition input)
    {
        var type = input.Kind switch
        {
            SchemaKind.Number or SchemaKind.Integer => FeelType.Number.Within(input.Minimum, input.Maximum, input.Kind == SchemaKind.Integer),
            SchemaKind.Boolean => FeelType.Boolean,
            SchemaKind.Date => FeelType.Date,
            SchemaKind.Enum => FeelType.Enum(input.Id, [.. input.Codes.Select(c => c.Code)]),
            _ => FeelType.String,
        };
        return input.Unit is null || type.Kind != FeelTypeKind.Number ? type : type.In(input.Unit);
    }

    private FeelExpression? Compile(FeelSource source, FeelScope scope, FeelType? expected)
    {
        var compiled = FeelExpression.Compile(source.Text, scope, FeelOptions.Strict with { Expected = expected });
        FeelFindings.Report(compiled.Problems, source.Place, findings);
        return compiled.Compiled;
    }
}
