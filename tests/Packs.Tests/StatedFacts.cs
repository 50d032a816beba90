using System.Globalization;
using System.Text.Json.Nodes;
using Fuyao.Casework.Checks;
using Fuyao.Kernel;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;
using Shouldly;
using Xunit;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Packs.Tests;

/// <summary>What the packs' own cases decide is decided the same from what offices state and from what the register has.</summary>
public class StatedFacts
{
    private static readonly string Packs = PolicyOptions.FindPacks(AppContext.BaseDirectory)!;

    [Fact]
    public void Every_case_of_every_check_comes_out_the_same_from_stated_facts()
    {
        var engine = new PolicyEngine(new PolicyOptions { PacksDirectory = Packs, SourcesDirectory = PolicyOptions.FindSources(Packs) });
        List<string> wrong = [];
        HashSet<string> all = [];
        HashSet<string> decided = [];
        var cases = 0;
        foreach (var directory in Directory.EnumerateDirectories(Packs).Order(StringComparer.Ordinal))
        {
            var id = Path.GetFileName(directory);
            foreach (var (name, on, check, inputs, status) in Cases(directory))
            {
                var pack = engine.Prepare(id, on);
                var info = pack.Checks.FirstOrDefault(c => c.Id == check);
                if (info is null || !info.Own || SubjectFinder.OfHouseholds(info.Subject))
                {
                    continue;
                }

                all.Add($"{id}/{check}");
                var came = Check(pack, info, inputs, on);
                cases++;
                if (came is CheckState.Pass or CheckState.Fail)
                {
                    decided.Add($"{id}/{check}");
                }

                if (Word(came) != status)
                {
                    wrong.Add($"{id}/{check} '{name}': {status} became {Word(came)}");
                }
            }
        }

        wrong.ShouldBeEmpty();
        TestContext.Current.SendDiagnosticMessage($"{cases} cases, {decided.Count} of {all.Count} checks decided; never: {string.Join(' ', all.Except(decided))}");
        (cases, decided.Count).ShouldSatisfyAllConditions(c => c.cases.ShouldBeGreaterThan(500), c => c.Count.ShouldBeGreaterThan(200));
    }

    private static CheckState Check(PreparedPack pack, CheckInfo check, Dictionary<string, JsonNode?> inputs, DateOnly on)
    {
        Dictionary<string, JsonNode> register = [];
        Dictionary<string, StatedFact> stated = [];
        var day = on;
        var year = on.Year;
        foreach (var fact in pack.Facts(check.Subject))
        {
            var given = inputs.TryGetValue(fact.Id, out var value);
            if (fact.Title.Zh == "核查日期" && value is not null)
            {
                day = DateOnly.ParseExact((string)value!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
            }
            else if (fact.Title.Zh == "年度" && value is not null)
            {
                year = (int)FactValues.Number(value)!.Value;
            }
            else if (RegisterKnows.Counts(check.Subject, fact))
            {
                if (value is not null)
                {
                    register[RegisterKnows.FieldsOf(fact)[0]] = value.DeepClone();
                }
            }
            else if (value is not null || fact.Optional)
            {
                // A case that leaves out what may be lacking means that it is lacking.
                (value is null || FactValues.Fits(fact, value)).ShouldBeTrue($"{pack.Id}/{check.Id} {fact.Id} {given}");
                stated[fact.Key] = Stated(fact, FactWrites.Written(value, none: true)!);
            }
        }

        return CheckWork.Check([pack], check.Subject, new RegisterSubject("x", "x", new RegionCode(610729000000), register), stated, new Asked(year, day, null)).Single(o => o.Check.Id == check.Id).State;
    }

    private static StatedFact Stated(SubjectFact fact, string value) => new()
    {
        County = 610729, Id = Guid.Empty, Kind = "x", Key = "x", Region = 610729000000, Year = 2016, Fact = fact.Key, Value = value, StatedBy = "x", StatedAt = DateTimeOffset.UnixEpoch, Basis = "x",
    };

    private static string Word(CheckState state) => state switch { CheckState.Pass => "pass", CheckState.Fail => "fail", CheckState.Undetermined => "undetermined", _ => "none" };

    // Cases that suppose other parameters are about the parameters.
    private static IEnumerable<(string Name, DateOnly On, string Check, Dictionary<string, JsonNode?> Inputs, string Status)> Cases(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(directory, "tests"), "*.yaml").Order(StringComparer.Ordinal))
        {
            var stream = new YamlStream();
            using var text = File.OpenText(file);
            stream.Load(text);
            var head = (YamlMappingNode)stream.Documents[0].RootNode;
            foreach (var test in ((YamlSequenceNode)head["tests"]).Cast<YamlMappingNode>().Where(t => t.Children.ContainsKey("checks") && !t.Children.ContainsKey("parameters")))
            {
                var on = DateOnly.ParseExact(((YamlScalarNode)(test.Children.TryGetValue("on", out var own) ? own : head["on"])).Value!, "yyyy-MM-dd", CultureInfo.InvariantCulture);
                var facts = test.Children.TryGetValue("facts", out var shared) ? Facts(shared) : [];
                foreach (var (check, expected) in ((YamlMappingNode)test["checks"]).Children)
                {
                    var (status, inputs) = expected is YamlMappingNode full
                        ? (((YamlScalarNode)full["status"]).Value!, full.Children.TryGetValue("inputs", out var given) ? Facts(given) : facts)
                        : (((YamlScalarNode)expected).Value!, facts);
                    yield return (((YamlScalarNode)test["name"]).Value!, on, ((YamlScalarNode)check).Value!, inputs, status);
                }
            }
        }
    }

    private static Dictionary<string, JsonNode?> Facts(YamlNode facts) => facts is YamlMappingNode named ? named.Children.ToDictionary(f => ((YamlScalarNode)f.Key).Value!, f => Json(f.Value)) : [];

    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlSequenceNode list => new JsonArray([.. list.Select(Json)]),
        YamlMappingNode named => new JsonObject(named.Select(m => KeyValuePair.Create(((YamlScalarNode)m.Key).Value!, Json(m.Value)))),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => scalar.Value switch
        {
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            null or "" or "null" or "~" or "unknown" => null,
            var text when decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            var text => JsonValue.Create(text),
        },
        _ => JsonValue.Create(((YamlScalarNode)node).Value),
    };
}
