using System.Xml;
using System.Xml.Linq;
using Fuyao.Feel.Dmn;
using Fuyao.Feel.Values;

namespace Fuyao.Feel.Tck;

/// <summary>Runs the tests of the DMN Technology Compatibility Kit that lie in folders below <c>compliance-level-N</c>.</summary>
public static class TckRunner
{
    /// <summary>Runs every test file found below a <c>compliance-level-*</c> folder against the models beside it. The cases of a model that cannot be read fail; a file that holds no tests is passed over.</summary>
    public static TckReport Run(IReadOnlyList<TckFile> files, TimeProvider? clock = null)
    {
        var cases = new List<TckCase>();
        foreach (var folder in files.GroupBy(f => f.Folder).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            if (Level(folder.Key) is not { } level)
                continue;
            var models = folder.Where(f => f.Name.EndsWith(".dmn", StringComparison.Ordinal)).ToDictionary(f => f.Name, Model);
            foreach (var test in folder.Where(f => f.Name.EndsWith(".xml", StringComparison.Ordinal)).OrderBy(f => f.Name, StringComparer.Ordinal))
                if (Tests(test) is { } document)
                    cases.AddRange(RunFile(document, models, level, folder.Key[(folder.Key.LastIndexOf('/') + 1)..], test.Name, clock ?? TimeProvider.System));
        }
        return new TckReport(cases);
    }

    private static int? Level(string folder) =>
        folder.Split('/').FirstOrDefault(p => p.StartsWith("compliance-level-", StringComparison.Ordinal)) is { } part && int.TryParse(part["compliance-level-".Length..], out var level) ? level : null;

    private static DmnModel? Model(TckFile file)
    {
        try
        {
            return DmnReader.Read(new MemoryStream(file.Content));
        }
        catch (DmnFormatException)
        {
            return null;
        }
    }

    private static XElement? Tests(TckFile file)
    {
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(file.Content), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
            var root = XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root;
            return root?.Name.LocalName == "testCases" ? root : null;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static IEnumerable<TckCase> RunFile(XElement tests, Dictionary<string, DmnModel?> models, int level, string folder, string file, TimeProvider clock)
    {
        var name = tests.Elements().FirstOrDefault(e => e.Name.LocalName == "modelName")?.Value.Trim() ?? "";
        var model = models.GetValueOrDefault(name) ?? models.GetValueOrDefault(name + ".dmn");
        var engine = model is null ? null : DmnEngine.Load(model, [.. models.Values.OfType<DmnModel>().Where(m => m != model)], clock);
        foreach (var test in tests.Elements().Where(e => e.Name.LocalName == "testCase"))
        {
            var id = $"{file[..^4]}#{(string?)test.Attribute("id")}";
            var nodes = test.Elements().Where(e => e.Name.LocalName == "resultNode").ToArray();
            var expectsValue = !nodes.Any(n => (string?)n.Attribute("errorResult") == "true");
            var reason = engine is null ? $"the model {name} cannot be read" : RunCase(engine, test, nodes);
            yield return new TckCase(level, folder, id, expectsValue, reason is null, reason);
        }
    }

    /// <summary>Null when the case passes; else why not.</summary>
    private static string? RunCase(DmnEngine engine, XElement test, XElement[] nodes)
    {
        var inputs = FeelContext.Of([.. test.Elements().Where(e => e.Name.LocalName == "inputNode")
            .Select(e => (Name: (string?)e.Attribute("name") ?? "", Value: TckValues.Read(e))).DistinctBy(e => e.Name)]);
        var names = nodes.Select(n => (string?)n.Attribute("name") ?? "").ToArray();
        DmnResult result;
        if ((string?)test.Attribute("type") == "decisionService")
            result = engine.EvaluateService((string?)test.Attribute("invocableName") ?? "", inputs);
        else if ((string?)test.Attribute("type") == "bkm")
        {
            var value = engine.EvaluateKnowledge((string?)test.Attribute("invocableName") ?? "", inputs);
            result = new DmnResult(names.ToDictionary(n => n, _ => value.Value), value.Problems);
        }
        else
            result = engine.Evaluate(inputs, names);
        foreach (var node in nodes)
        {
            var name = (string?)node.Attribute("name") ?? "";
            var expected = node.Elements().FirstOrDefault(e => e.Name.LocalName == "expected") is { } e ? TckValues.Read(e) : default;
            var error = (string?)node.Attribute("errorResult") == "true";
            var actual = result.Results.GetValueOrDefault(name);
            if (error ? actual.IsNull : result.Results.ContainsKey(name) && TckValues.Same(expected, actual))
                continue;
            return $"{name}: expected {(error ? "an error" : expected.ToString())}, got {actual}" + (result.Problems.Count > 0 ? $" ({result.Problems[0].En})" : "");
        }
        return null;
    }
}
