using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using Fuyao.Policy.Packs;
using YamlDotNet.Core;

namespace Fuyao.Policy.Editing;

internal enum EditAction
{
    /// <summary>The whole file; without a text it is taken away.</summary>
    Text,

    /// <summary>One expression, title, quote, cell …</summary>
    Set,

    /// <summary>A list or an object in the place of what is there, in one line: who pays, what goes before.</summary>
    Put,

    /// <summary>An item into a list; of a table, a row.</summary>
    Insert,
    Remove,

    /// <summary>A parameter's value from a day on.</summary>
    Value,
}

/// <summary>One change of one file of a pack.</summary>
/// <param name="Path">Keys and positions from the file's root; not for a whole file.</param>
/// <param name="At">Where in the list, from 0.</param>
/// <param name="Cells">Of a row; else <paramref name="Text"/> is the item's YAML.</param>
internal sealed record PackEdit(
    string File, EditAction Do, IReadOnlyList<string>? Path = null, string? Text = null, int? At = null, IReadOnlyList<string>? Cells = null, DateOnly? From = null,
    SourceQuote? Source = null)
{
    private const int LongestFile = 500_000;

    /// <summary>Applies the changes one after the other.</summary>
    /// <returns>The files that came out otherwise; null for one that was taken away.</returns>
    /// <exception cref="ProblemException">422: the first that cannot be applied, with its position.</exception>
    public static Dictionary<string, string?> Apply(IReadOnlyList<PackEdit> edits, Dictionary<string, string> files)
    {
        Dictionary<string, string?> changed = [];
        foreach (var (index, edit) in edits.Index())
        {
            var text = edit.Applied(changed.TryGetValue(edit.File, out var now) ? now : files.GetValueOrDefault(edit.File), $"edits/{index}");
            changed[edit.File] = text;
        }

        return changed.Where(c => c.Value != files.GetValueOrDefault(c.Key)).ToDictionary();
    }

    private string? Applied(string? now, string where)
    {
        if (Do == EditAction.Text)
        {
            var parts = File.Split('/');
            var fits = File == PackFiles.Head ? Text is not null
                : parts is [var folder, var name] && PackFiles.Folders.Contains(folder) && name.EndsWith(".yaml", StringComparison.Ordinal) && name.Length is > 5 and < 100 && name[..^5].All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');
            return !fits ? throw Wrong("bad-file", $"“{File}”不能作为政策包的文件名。", $"'{File}' cannot be a pack's file.")
                : Text?.Length > LongestFile ? throw Wrong("too-long", "文件太长。", "The file is too long.")
                : Text;
        }

        if (now is null)
        {
            throw Wrong("no-file", $"没有文件“{File}”。", $"There is no file '{File}'.");
        }

        var path = Path ?? [];
        try
        {
            return Do switch
            {
                EditAction.Set => YamlEdits.Set(now, path, Text ?? ""),
                EditAction.Put => YamlEdits.Put(now, path, Text ?? ""),
                EditAction.Insert => YamlEdits.Insert(now, path, At ?? 0, Cells is null ? Text ?? "" : $"[{string.Join(", ", Cells.Select(c => YamlWords.Scalar(c)))}]"),
                EditAction.Remove => YamlEdits.Remove(now, path),
                EditAction.Value => ParameterEdits.AddValue(now, path, From, Text ?? "", Source),
                _ => throw Wrong("bad-edit", "不认识的修改。", "Unknown kind of edit."),
            };
        }
        catch (YamlException e)
        {
            throw Wrong("yaml-syntax", $"{File} 第 {e.Start.Line} 行不是 YAML,请先在文本视图中改正。", $"{File} is no YAML in line {e.Start.Line}: mend the text first.");
        }

        ProblemException Wrong(string code, string zh, string en) => new(422, new Problem(code, new LocalText(zh, en), where));
    }
}
