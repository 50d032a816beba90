using Fuyao.Feel;
using Fuyao.Feel.Types;
using Fuyao.Feel.Values;
using Fuyao.Policy.Packs;

namespace Fuyao.Policy.Dictionary;

/// <summary>A derived variable with its compiled definition.</summary>
internal sealed record DerivedVariable(VariableDefinition Definition, FeelExpression? Expression, int Slot)
{
    /// <summary>The variable as others see it: with the type of its definition.</summary>
    public static FeelMember Member(VariableDefinition variable, FeelScope scope, Findings findings)
    {
        var compiled = FeelExpression.Compile(variable.Definition.Text, Narrowed(variable, scope), FeelOptions.Strict);
        FeelFindings.Report(compiled.Problems, variable.Definition.Place, findings);
        var type = compiled.Compiled?.Type.NotNull() ?? FeelType.Any;
        return new FeelMember(variable.Id, variable.Unit is null || type.Kind != FeelTypeKind.Number ? type : type.In(variable.Unit), [.. variable.Aliases]);
    }

    public static DerivedVariable Compile(VariableDefinition variable, FeelScope scope) =>
        new(variable, FeelExpression.Compile(variable.Definition.Text, Narrowed(variable, scope), FeelOptions.Strict).Compiled, scope.Shape.Slot(variable.Id));

    /// <summary>Its value for a subject; unknown where what it needs is.</summary>
    public FeelValue Value(FeelContext input, FeelValue[] slots)
    {
        if (Definition.Requires is { } required && slots[input.Shape.Slot(required)] is { IsNull: true } or { IsUnknown: true })
        {
            return FeelValue.Unknown(required);
        }

        var result = Expression!.Evaluate(input);
        return result.Problems.Count > 0 || result.Value.IsNull ? FeelValue.Unknown(Definition.Id) : result.Value;
    }

    // A variable that requires a member is only worked out when the member is there.
    private static FeelScope Narrowed(VariableDefinition variable, FeelScope scope) => variable.Requires is null
        ? scope
        : new FeelScope(scope.Variables.Select(v => v.Name == variable.Requires ? v with { Type = v.Type.NotNull() } : v));
}
