using System.CommandLine;
using System.Formats.Tar;
using System.IO.Compression;
using Fuyao.Feel.Tck;
using Fuyao.Kernel.Text;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>Runs the DMN Technology Compatibility Kit from a folder or a gzipped archive.</summary>
internal static class TckVerb
{
    private static readonly Argument<string> Source = new("source") { Description = "a folder above compliance-level-*, or an archive of it (.tgz)", HelpName = "DIR|TGZ" };

    private static readonly Option<string?> Csv = new("--csv") { Description = "write one line per test case", HelpName = "FILE" };

    public static Command Build() => new Command("tck", "run the DMN compatibility kit") { Source, Csv }.Runs(async (run, cancellation) =>
    {
        var files = Files(run.Get(Source));
        var report = TckRunner.Run(files, TimeProvider.System);
        if (report.Cases.Count == 0)
        {
            throw new VerbException("no-tests", new LocalText(
                $"“{run.Get(Source)}” 下没有 compliance-level-* 的测试。", $"There are no tests under compliance-level-* in '{run.Get(Source)}'."));
        }

        if (run.Get(Csv) is { } csv)
        {
            await File.WriteAllLinesAsync(csv, report.Cases.Select(Line), cancellation);
        }

        return new Outcome(
            new { Levels = report.Levels.ToDictionary(l => $"{l.Key}", l => l.Value) },
            terminal =>
            {
                foreach (var (level, sum) in report.Levels)
                {
                    run.Tell(new LocalText(
                        $"第 {level} 级:{sum.Total} 例通过 {sum.Passed} 例;其中应有结果的 {sum.ValueTotal} 例通过 {sum.ValuePassed} 例。",
                        $"Level {level}: {sum.Passed} of {sum.Total} cases pass; of the {sum.ValueTotal} that expect a value, {sum.ValuePassed}."));
                }

                foreach (var failed in report.Cases.Where(c => !c.Passed))
                {
                    terminal.WriteLine($"{failed.Key}: {failed.Reason}");
                }
            },
            report.Cases.Any(c => !c.Passed));
    });

    private static List<TckFile> Files(string source)
    {
        try
        {
            if (File.Exists(source))
            {
                return Archive(source);
            }

            var root = Path.GetFullPath(source);
            var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(f => Path.GetExtension(f) is ".dmn" or ".xml")
                .Select(f => new TckFile(f.Replace('\\', '/'), File.ReadAllBytes(f))).ToList();
            files.AddRange(Directory.EnumerateFiles(root, "*.tgz").SelectMany(Archive));
            return files;
        }
        catch (InvalidDataException e)
        {
            throw new VerbException("bad-archive", new LocalText($"“{source}” 不是 tgz 压缩包:{e.Message}", $"'{source}' is not a gzipped archive: {e.Message}"));
        }
    }

    private static List<TckFile> Archive(string path)
    {
        const long most = 100_000_000;
        var files = new List<TckFile>();
        var total = 0L;
        using var tar = new TarReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } data)
            {
                continue;
            }

            if ((total += entry.Length) > most)
            {
                throw new InvalidDataException($"it holds more than {most} bytes");
            }

            var content = new byte[entry.Length];
            data.ReadExactly(content);
            files.Add(new TckFile(entry.Name.Replace('\\', '/'), content));
        }

        return files;
    }

    private static string Line(TckCase test)
    {
        var (file, id) = (test.Id[..test.Id.IndexOf('#', StringComparison.Ordinal)], test.Id[(test.Id.IndexOf('#', StringComparison.Ordinal) + 1)..]);
        string[] cells = [$"compliance-level-{test.Level}/{test.Folder}", file, id, test.Passed ? "SUCCESS" : "ERROR", test.Reason ?? ""];
        return string.Join(',', cells.Select(c => $"\"{c.Replace("\"", "\"\"", StringComparison.Ordinal).ReplaceLineEndings(" ")}\""));
    }
}
