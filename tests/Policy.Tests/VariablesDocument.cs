using System.Globalization;
using System.Text;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Dictionary;
using Fuyao.Policy.Packs;
using Shouldly;
using Xunit;

namespace Fuyao.Policy.Tests;

/// <summary>The guide's list of variables is written by this test, so that it says what the type checker knows.</summary>
public class VariablesDocument
{
    private static readonly HouseholdDictionary Register = HouseholdDictionary.Build([], HouseholdDictionary.Standard, [], [], new Findings());

    [Fact]
    public void The_guide_lists_every_variable_that_a_pack_may_read()
    {
        var path = Path.Combine(PolicyOptions.FindPacks(AppContext.BaseDirectory)!, "..", "docs", "guide", "variables.md");
        var text = Text();
        if (Environment.GetEnvironmentVariable("FUYAO_WRITE_DOCS") is not null)
        {
            File.WriteAllText(path, text);
        }

        File.ReadAllText(path).ShouldBe(text, "run this test with FUYAO_WRITE_DOCS=1 and commit the file");
    }

    [Fact]
    public void Every_derived_variable_has_its_words_its_unit_its_definition_and_its_source()
    {
        foreach (var variable in HouseholdDictionary.BuiltIn.Concat(HouseholdDictionary.Standard))
        {
            (variable.Title.Zh.Length > 0 && variable.Title.En.Length > 0 && variable.Title.Zh != variable.Title.En).ShouldBeTrue(variable.Id);
            variable.Definition.Text.ShouldNotBeEmpty(variable.Id);
            variable.Source.ShouldNotBeNull(variable.Id);
            var type = (variable.Of == PolicySubject.Person ? Register.PersonScope : Register.HouseholdScope).Find(variable.Id).ShouldNotBeNull(variable.Id).Type;
            type.Unit.ShouldBe(variable.Unit, variable.Id);
            (type.Kind == Feel.Types.FeelTypeKind.Number).ShouldBe(variable.Unit is not null, variable.Id);
        }

        Register.PersonScope.Variables.Concat(Register.HouseholdScope.Variables).Count(v => HouseholdDictionary.BuiltIn.Any(b => b.Id == v.Name)).ShouldBe(HouseholdDictionary.BuiltIn.Count);
    }

    private static string Text()
    {
        var text = new StringBuilder("""
            # 规则可读的变量 / The variables that rules may read

            每个变量的英文名与中文名是同一个变量;枚举的取值一律写英文代码。“可无”的变量取用前须先判断(`x != null and …`);不知道的事实使结果待定。
            除此之外,所有规则都可读 `on`(日期)、各参数,以及 `get value(results, "政策").amount`。政策包可以用 `variables/*.yaml` 增加变量。

            The English and the Chinese name are the same variable; codes are always written in English. What may be null must be tested for before it is used
            (`x != null and …`); a fact that nobody knows leaves the result undetermined. Besides, every rule may read `on` (the date), the parameters, and
            `get value(results, "policy").amount`. A pack adds variables of its own in `variables/*.yaml`.

            """);
        Section(text, "person", new LocalText("个人", "Person"), Nodes(Register.Person), Derived(Register.PersonVariables, PolicySubject.Person));
        Section(text, "household", new LocalText("户", "Household"), Nodes(Register.Household), Derived(Register.HouseholdVariables, PolicySubject.Household));
        foreach (var file in SubjectFiles.All)
        {
            Section(text, file.Subject.ToString().ToLowerInvariant(), file.Title, file.Facts.Select(f => SchemaReader.Declared(f)).SelectMany(Rows), file.Derived.Select(Row), file.Meaning);
        }

        return text.ToString();
    }

    private static void Section(StringBuilder text, string subject, LocalText title, IEnumerable<string> facts, IEnumerable<string> derived, LocalText? meaning = null)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## `subject: {subject}` – {title.Zh} / {title.En}\n");
        text.Append(meaning is null ? "\n" : $"{meaning.Zh} {meaning.En}\n\n");
        text.Append("| name | 名称 | meaning | type |\n|---|---|---|---|\n").AppendJoin("", facts.Concat(derived));
    }

    private static IEnumerable<string> Nodes(SchemaNode root) => root.Members.Where(m => m.IsRuleInput && m != Register.Persons).SelectMany(Rows);

    private static IEnumerable<string> Rows(SchemaNode node)
    {
        var type = node.Kind switch
        {
            SchemaKind.Object => "object",
            SchemaKind.Array => node.Element!.Kind == SchemaKind.Object ? "list of" : $"list of {Codes(node.Element)}",
            SchemaKind.Enum => Codes(node),
            SchemaKind.Text => "text",
            SchemaKind.Integer => "whole number",
            _ => node.Kind.ToString().ToLowerInvariant(),
        };
        yield return Line(node.Path, node.Aliases, node.Label.En, type + Range(node.Minimum, node.Maximum) + Unit(node.Unit) + (node.Type.Nullable ? ", 可无 may be null" : ""));
        foreach (var row in (node.Element ?? node).Members.Where(m => m.IsRuleInput).SelectMany(Rows))
        {
            yield return row;
        }
    }

    private static IEnumerable<string> Derived(IReadOnlyList<DerivedVariable> variables, PolicySubject of) =>
        HouseholdDictionary.BuiltIn.Where(v => v.Of == of).Concat(variables.Select(v => v.Definition)).Select(Row);

    private static string Row(VariableDefinition variable)
    {
        var type = (variable.Of == PolicySubject.Person ? Register.PersonScope : Register.HouseholdScope).Find(variable.Id)?.Type;
        var source = variable.Source is { } quoted ? $" [{quoted.File}: “{quoted.Quote}”]" : "";
        return Line(
            variable.Id, type is null ? variable.Aliases : Aliases(variable), $"{variable.Title.En} = `{variable.Definition.Text}`{source}",
            (type?.Kind == Feel.Types.FeelTypeKind.Boolean ? "boolean" : type?.Whole == true ? "whole number" + Range(type.Min, type.Max) : "number") + Unit(variable.Unit));
    }

    private static IReadOnlyList<string> Aliases(VariableDefinition variable) =>
        (variable.Of == PolicySubject.Person ? Register.PersonScope : Register.HouseholdScope).Find(variable.Id)!.Aliases;

    private static string Line(string name, IReadOnlyList<string> aliases, string meaning, string type) => $"| `{name}` | {string.Join("、", aliases)} | {meaning} | {type} |\n";

    private static string Codes(SchemaNode node) => string.Join(", ", node.Codes.Select(c => c.Label == c.Code ? $"`{c.Code}`" : $"`{c.Code}` {c.Label}"));

    private static string Unit(string? unit) => unit is null ? "" : $", {unit}";

    private static string Range(decimal? least, decimal? most) =>
        least is null && most is null ? "" : string.Create(CultureInfo.InvariantCulture, $" {least}..{most}");
}
