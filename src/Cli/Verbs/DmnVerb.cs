using System.CommandLine;
using System.Text.Json;
using Fuyao.Feel.Dmn;
using Fuyao.Feel.Values;
using Fuyao.Kernel.Text;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>Evaluates the decisions of a DMN model. Models it imports are looked for beside it.</summary>
internal static class DmnVerb
{
    private static readonly Argument<string> File = new("file") { Description = "a DMN 1.3–1.5 model", HelpName = "FILE" };

    private static readonly Option<string?> Input = new("--input") { Description = "input data by name, as a JSON object", HelpName = "JSON" };

    private static readonly Option<string?> Decision = new("--decision") { Description = "only this decision", HelpName = "NAME" };

    public static Command Build() => new Command("dmn", "evaluate a DMN model") { File, Input, Decision }.Runs((run, _) =>
    {
        var path = run.Get(File);
        var model = Read(path);
        var imported = model.Imports.Count == 0
            ? []
            : Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, "*.dmn").Where(f => Path.GetFullPath(f) != Path.GetFullPath(path)).Order().Select(Read).ToList();
        var engine = DmnEngine.Load(model, imported, TimeProvider.System);
        var decision = run.Get(Decision);
        if (decision is not null && !engine.Decisions.Contains(decision))
        {
            var known = string.Join(", ", engine.Decisions);
            throw new VerbException("unknown-decision", new LocalText($"模型中没有决策“{decision}”。有:{known}。", $"The model has no decision '{decision}'. It has {known}."));
        }

        var result = engine.Evaluate(Inputs(engine, run.Get(Input)), decision is null ? null : [decision]);
        var problems = engine.Problems.Where(p => p.IsError).Concat(result.Problems).ToList();
        return Task.FromResult(new Outcome(
            new { Results = result.Results.ToDictionary(r => r.Key, r => FeelJson.Write(r.Value)), Errors = problems.Select(FeelVerb.Document).ToList() },
            terminal =>
            {
                foreach (var (name, value) in result.Results)
                {
                    terminal.WriteLine($"{name} = {value}");
                }

                foreach (var problem in problems)
                {
                    run.Tell(new LocalText($"{problem.Part} {problem.Zh}".Trim(), $"{problem.Part} {problem.En}".Trim()));
                }
            },
            problems.Count > 0));
    });

    private static DmnModel Read(string path)
    {
        try
        {
            using var stream = System.IO.File.OpenRead(path);
            return DmnReader.Read(stream);
        }
        catch (DmnFormatException e)
        {
            throw new VerbException("bad-dmn", new LocalText($"{path}:{e.Zh}", $"{path}: {e.En}"));
        }
    }

    private static FeelContext Inputs(DmnEngine engine, string? json)
    {
        if (json is null)
        {
            return FeelContext.Empty;
        }

        var known = FeelVerb.ReadObject(json, "--input");
        var wrong = known.Shape.Names.Except(engine.Inputs).ToList();
        if (wrong.Count > 0)
        {
            throw new VerbException("unknown-input", new LocalText(
                $"模型没有输入“{string.Join("、", wrong)}”。有:{string.Join("、", engine.Inputs)}。",
                $"The model has no input {string.Join(", ", wrong)}. It has {string.Join(", ", engine.Inputs)}."));
        }

        using var document = JsonDocument.Parse(json);
        return FeelContext.Of([.. document.RootElement.EnumerateObject().DistinctBy(p => p.Name).Select(p => (p.Name, FeelJson.Read(p.Value, engine.InputType(p.Name))))]);
    }
}
