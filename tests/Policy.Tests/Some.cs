using System.Text;
using System.Text.Json.Nodes;
using Fuyao.Policy.Contracts;

namespace Fuyao.Policy.Tests;

/// <summary>Households and packs that show only what matters to a test.</summary>
internal static partial class Some
{
    public static readonly DateOnly May2016 = new(2016, 5, 1);

    /// <summary>The repository's packs.</summary>
    public static PolicyEngine Engine { get; } = new(new PolicyOptions { PacksDirectory = PolicyOptions.FindPacks(AppContext.BaseDirectory)! });

    public static PreparedPack Liuba(DateOnly? on = null) => Engine.Prepare("liuba-2015", on ?? May2016);

    public static byte[] Household(string members = "", params string[] persons) => Encoding.UTF8.GetBytes(
        $$"""{"id":"h1","region":"610729101201","status":"registered"{{(members.Length > 0 ? "," + members : "")}},"persons":[{{string.Join(",", persons.Length > 0 ? persons : [Person()])}}]}""");

    public static string Person(string id = "p1", string birth = "1970-01-01", string members = "") =>
        $$"""{"id":"{{id}}","sex":"male","birth":"{{birth}}"{{(members.Length > 0 ? "," + members : "")}}}""";

    public static byte[] Change(byte[] household, Action<JsonObject> change)
    {
        var node = JsonNode.Parse(household)!.AsObject();
        change(node);
        return Encoding.UTF8.GetBytes(node.ToJsonString());
    }

    /// <summary>A pack of the test's own in a folder of its own; files by path, <c>pack.yaml</c> is given unless it is among them.</summary>
    public static string Pack(params (string File, string Text)[] files)
    {
        var directory = Path.Combine(Path.GetTempPath(), "fuyao-packs", Path.GetRandomFileName(), "trial");
        foreach (var (file, text) in files.Prepend(("pack.yaml", "id: trial\ntitle: {zh: 试行, en: Trial}\nversion: \"1\"\njurisdiction: \"61\"\nvalid: {from: unknown}\n")))
        {
            var path = Path.Combine(directory, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        return directory;
    }

    /// <summary>A cash policy for persons, each member on its line; <paramref name="more"/> are further lines.</summary>
    public static (string File, string Text) Policy(string id, string eligible = "true", string amount = "10", string more = "") => ($"policies/{id}.yaml", $"""
        id: {id}
        title: {"{"}zh: 某项政策, en: Some policy{"}"}
        subject: person
        period: month
        eligible: {eligible}
        amount: {amount}
        {more}
        """);

    public static PackCheckReport Check(params (string File, string Text)[] files) => EngineOf(Pack(files), out var directory).Check(directory);

    public static PreparedPack Prepare(params (string File, string Text)[] files) => EngineOf(Pack(files), out _).Prepare("trial", May2016);

    private static PolicyEngine EngineOf(string directory, out string same)
    {
        same = directory;
        return new PolicyEngine(new PolicyOptions { PacksDirectory = Path.GetDirectoryName(directory)! });
    }
}
