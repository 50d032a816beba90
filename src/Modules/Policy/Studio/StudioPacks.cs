using System.Globalization;
using Fuyao.Feel.Tables;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Editing;
using Fuyao.Policy.Packs;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Studio;

/// <summary>A pack as its readers and authors see it, every text with its address.</summary>
internal sealed class StudioPacks
{
    private readonly EffectivePack _pack;
    private readonly YamlTrees _trees;
    private readonly Dictionary<object, string> _owners = new(ReferenceEqualityComparer.Instance);

    private StudioPacks(EffectivePack pack)
    {
        _pack = pack;
        _trees = new YamlTrees(pack.Own.Files);
        foreach (var layer in pack.Chain)
        {
            foreach (var item in layer.Parameters.Concat<object>(layer.Policies).Concat(layer.Checks).Concat(layer.Procedures).Concat(layer.Variables).Concat(layer.Inputs))
            {
                _owners[item] = layer.Id;
            }
        }
    }

    public static StudioPack Of(EffectivePack pack)
    {
        var own = pack.Own;
        var all = new StudioPacks(pack);
        // What the pack says itself comes before what it inherits.
        return new StudioPack(
            own.Id, own.Title, own.Version, pack.Hash, own.Jurisdiction, own.ValidFrom, own.ValidTo, own.Extends,
            [.. pack.Parameters.OrderBy(all.IsInherited).Select(all.Parameter)], [.. pack.Policies.OrderBy(all.IsInherited).Select(all.Policy)], [.. pack.Checks.OrderBy(all.IsInherited).Select(all.Check)], [.. pack.Procedures.OrderBy(all.IsInherited).Select(all.Procedure)],
            [.. pack.Variables.Where(all._owners.ContainsKey).Select(all.Variable), .. pack.Inputs.Where(all._owners.ContainsKey).Select(all.Fact)],
            [.. own.Tests.Select(all.Test)], [.. pack.Parameters.Where(p => p.Values.Any(v => v.Unknown)).Select(p => p.Id)]);
    }

    /// <summary>Findings with the text that each is about.</summary>
    public static IReadOnlyList<StudioFinding> Findings(PackFiles files, IEnumerable<PackFinding> errors, IEnumerable<PackFinding> warnings)
    {
        var trees = new YamlTrees(files);
        return [.. errors.Select(e => Of("error", e)), .. warnings.Select(w => Of("warning", w))];

        StudioFinding Of(string severity, PackFinding finding)
        {
            var tree = trees[finding.File];
            var place = finding.Span is { } span
                ? tree?.StartingAt(span.Line, span.Column, scalar: true)
                : tree?.Around(finding.Line, finding.Column) ?? tree?.StartingAt(finding.Line, finding.Column, scalar: false);
            return new StudioFinding(
                severity, finding.Code, finding.File, finding.Line, finding.Column, finding.Message, finding.Example, place?.Path, finding.Span?.Offset, finding.Span?.Length,
                finding.Span?.Suggestion);
        }
    }

    private bool IsInherited(object item) => _owners.GetValueOrDefault(item, _pack.Own.Id) != _pack.Own.Id;

    private StudioParameter Parameter(ParameterDefinition parameter) => new(
        parameter.Id, parameter.Title, parameter.Type, parameter.Unit,
        [.. parameter.Values.Select(v => new StudioValue(v.From, v.To, Text(v.Value), v.Unknown, v.Source, v.Notes, v.Unknown ? null : At(parameter, new FeelSource(Text(v.Value) ?? "", v.Place))))],
        parameter.Overrides, Place(parameter, parameter.Place));

    private StudioPolicy Policy(PolicyDefinition policy) => new(
        policy.Id, policy.Title, policy.Subject, policy.Unit, policy.Kind, policy.Payee, policy.Source, At(policy, policy.Eligible), policy.Manual is { } manual ? At(policy, manual) : null,
        [.. policy.Parts.Select(p => new StudioPart(p.Kind, p.Payee, Shares(p.Funding), Amount(policy, p.Amount)))], policy.Value is { } value ? Amount(policy, value) : null,
        Shares(policy.Funding), [.. policy.After.Select(a => a.Text)], [.. policy.Excludes.Select(e => e.Text)], policy.Readings, policy.Departments, policy.Overrides,
        Place(policy, policy.Place));

    private StudioAmount Amount(object owner, AmountDefinition amount) => new(
        amount.Expression is { } expression ? At(owner, expression) : null,
        amount.Table is not { } table ? null : new StudioTable(
            table.Name, Hit(table), [.. table.Inputs.Select(i => At(owner, i))],
            [.. table.Rows.Select(r => new StudioRow([.. r.Conditions.Select(c => At(owner, c))], At(owner, r.Output), Place(owner, r.Place)))], Place(owner, table.Place)));

    private StudioCheck Check(CheckDefinition check) => new(
        check.Id, check.Title, check.Subject, check.Source, check.When is { } when ? At(check, when) : null, At(check, check.Holds),
        [.. check.Figures.Select(f => new StudioFigure(f.Title, At(check, f.Value)))], check.Overrides, Place(check, check.Place));

    private StudioProcedure Procedure(ProcedureDefinition procedure) => new(
        procedure.Id, procedure.Title, procedure.Subject, procedure.Source,
        [.. procedure.Stages.Select(s => new StudioStage(s.Id, s.Title, s.Role, s.Level, s.Notice?.Days, s.Takes?.Days, s.Source))],
        [.. procedure.Outcomes.Select(o => new StudioOutcome(o.Id, o.Title, At(procedure, o.When), o.Source))], procedure.Overrides, Place(procedure, procedure.Place));

    private StudioVariable Variable(VariableDefinition variable) => new(
        variable.Id, variable.Of, variable.Title, variable.Unit, null, At(variable, variable.Definition), variable.Meaning, variable.Source, Place(variable, variable.Place));

    private StudioVariable Fact(InputDefinition fact) => new(
        fact.Id, fact.Of, fact.Title, fact.Unit, fact.Kind.ToString().ToLowerInvariant(), null, null, null, Place(fact, fact.Place));

    private StudioTest Test(PackTest test)
    {
        var place = Place(null, test.Place);
        var node = place.File is null ? null : _trees[place.File]?.At(place.Path)?.Node as YamlMappingNode;
        return new StudioTest(test.Name, test.On, [.. Members("expect").Concat(Members("checks")).Concat(Members("outcomes")).Concat(Members("values"))], place);

        IEnumerable<StudioExpectation> Members(string key)
        {
            if (node is null || !node.Children.TryGetValue(new YamlScalarNode(key), out var found) || found is not YamlMappingNode map)
            {
                yield break;
            }

            foreach (var (rule, expected) in map.Children)
            {
                var name = ((YamlScalarNode)rule).Value ?? "";
                IReadOnlyList<string> path = [.. place.Path, key, name];
                // Of several things expected, the amount or the status is the first.
                var text = expected as YamlScalarNode ?? One(expected, "amount") ?? One(expected, "status");
                yield return new StudioExpectation(name, YamlWords.Flow(expected), text is null ? null : new StudioText(
                    text.Value ?? "", place.File, expected is YamlScalarNode ? path : [.. path, One(expected, "amount") is null ? "status" : "amount"]));
            }
        }

        static YamlScalarNode? One(YamlNode node, string key) => node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value as YamlScalarNode : null;
    }

    private static IReadOnlyList<StudioShare> Shares(IReadOnlyList<(string Source, decimal Share)> funding) => [.. funding.Select(f => new StudioShare(f.Source, f.Share))];

    private StudioText At(object owner, FeelSource source) =>
        _owners.GetValueOrDefault(owner, _pack.Own.Id) == _pack.Own.Id && _trees[source.Place.File]?.StartingAt(source.Place.Line, source.Place.Column, scalar: true) is { Alias: false } place
            ? new StudioText(source.Text, source.Place.File, place.Path) : new StudioText(source.Text, null, []);

    private StudioPlace Place(object? owner, Place at)
    {
        var pack = owner is null ? _pack.Own.Id : _owners.GetValueOrDefault(owner, _pack.Own.Id);
        var found = pack == _pack.Own.Id ? _trees[at.File]?.StartingAt(at.Line, at.Column, scalar: false) : null;
        return new StudioPlace(pack, found is null ? null : at.File, found?.Path ?? [], at.Line);
    }

    private static string Hit(TableDefinition table) =>
        PolicyReader.Hits.First(h => h.Value == (table.Hit, table.Hit == HitPolicy.Collect ? table.Aggregation : Aggregation.None)).Key;

    public static string? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
