using System.Globalization;
using Fuyao.Kernel.Text;
using Fuyao.Policy.Contracts;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Policy.Packs;

/// <summary>A node of a pack's YAML that knows its place and reports what it does not understand.</summary>
internal sealed class YamlItem(YamlNode node, string file, Findings findings)
{
    public YamlNode Node => node;

    public Place Place => new(file, (int)node.Start.Line, (int)node.Start.Column);

    /// <summary>Where the text of a scalar begins: after the quote, or on the line below a block's mark.</summary>
    public Place TextPlace => node is not YamlScalarNode scalar ? Place : scalar.Style switch
    {
        ScalarStyle.SingleQuoted or ScalarStyle.DoubleQuoted => Place with { Column = Place.Column + 1 },
        ScalarStyle.Literal or ScalarStyle.Folded => Place with { Line = Place.Line + 1, Column = 1 },
        _ => Place,
    };

    public bool IsMapping => node is YamlMappingNode;

    public bool IsSequence => node is YamlSequenceNode;

    public string? Text => (node as YamlScalarNode)?.Value;

    public IEnumerable<YamlItem> Items => (node as YamlSequenceNode)?.Children.Select(Wrap) ?? [];

    public IEnumerable<(string Key, YamlItem Value)> Members =>
        (node as YamlMappingNode)?.Children.Select(pair => (((YamlScalarNode)pair.Key).Value ?? "", Wrap(pair.Value))) ?? [];

    public YamlItem? this[string key] => node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? Wrap(value) : null;

    /// <summary>Reports members that are not among the known ones.</summary>
    public YamlItem Only(params string[] known)
    {
        if (node is not YamlMappingNode map)
        {
            findings.Error("expected-mapping", Place, "这里应当是若干“名: 值”。", "Expected members (name: value) here.");
            return this;
        }

        foreach (var (key, _) in map.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (!known.Contains(name))
            {
                var near = Nearest(name, known);
                findings.Error("unknown-member", Wrap(key).Place,
                    $"不认识的成员“{name}”。" + (near is null ? $"可用:{string.Join("、", known)}。" : $"是不是“{near}”?"),
                    $"Unknown member '{name}'. " + (near is null ? $"Known: {string.Join(", ", known)}." : $"Did you mean '{near}'?"));
            }
        }

        return this;
    }

    public string Required(string key)
    {
        if (this[key]?.Text is { Length: > 0 } text)
        {
            return text;
        }

        findings.Error("missing-member", Place, $"缺少成员“{key}”。", $"The member '{key}' is missing.");
        return "";
    }

    public LocalText Title(string key = "title")
    {
        if (this[key] is { IsMapping: true } title)
        {
            title.Only("zh", "en");
            return new LocalText(title.Required("zh"), title.Required("en"));
        }

        findings.Error("missing-title", Place, $"缺少“{key}”(zh、en 两种文字)。", $"'{key}' is missing (zh and en).");
        return new LocalText("", "");
    }

    public DateOnly? Date(string key)
    {
        if (this[key] is not { } item)
        {
            return null;
        }

        if (DateOnly.TryParseExact(item.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        findings.Error("bad-date", item.Place, $"“{item.Text}”不是日期,应写成 2016-05-01。", $"'{item.Text}' is not a date such as 2016-05-01.");
        return null;
    }

    public bool Flag(string key)
    {
        if (this[key] is not { } item)
        {
            return false;
        }

        if (item.Text is "true" or "false")
        {
            return item.Text == "true";
        }

        findings.Error("bad-flag", item.Place, "应为 true 或 false。", "Expected true or false.");
        return false;
    }

    public decimal? Number(string key)
    {
        if (this[key] is not { } item)
        {
            return null;
        }

        if (decimal.TryParse(item.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        findings.Error("bad-number", item.Place, $"“{item.Text}”不是数,应写成 1000 或 0.5。", $"'{item.Text}' is not a number such as 1000 or 0.5.");
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    public int? Whole(string key, int least, int most)
    {
        if (Number(key) is not { } number)
        {
            return null;
        }

        if (number >= least && number <= most && number == decimal.Truncate(number))
        {
            return (int)number;
        }

        findings.Error("bad-number", this[key]!.Place, $"“{this[key]!.Text}”应是 {least} 到 {most} 的整数。", $"'{this[key]!.Text}' should be a whole number from {least} to {most}.");
        return null;
    }

    /// <summary>One of an enumeration's members in its written form (<c>school-year</c>, <c>in_kind</c>).</summary>
    public T Choice<T>(string key, T? fallback = null)
        where T : struct, Enum
    {
        var item = this[key];
        if (item is null && fallback is { } value)
        {
            return value;
        }

        var text = item is null ? Required(key) : item.Text ?? "";
        foreach (var choice in Enum.GetValues<T>())
        {
            if (string.Equals(choice.ToString(), text.Replace("-", "").Replace("_", ""), StringComparison.OrdinalIgnoreCase))
            {
                return choice;
            }
        }

        if (item is not null)
        {
            var known = string.Join(", ", Enum.GetNames<T>().Select(Written));
            findings.Error("bad-choice", item.Place, $"“{text}”不在可选值之内:{known}。", $"'{text}' is none of: {known}.");
        }

        return default;
    }

    /// <summary>A list of texts; a single text counts as a list of one.</summary>
    public IReadOnlyList<(string Text, Place Place)> Texts(string key) =>
        this[key] is not { } item ? []
        : item.IsSequence ? [.. item.Items.Select(i => (i.Text ?? "", i.Place))]
        : item.Text is { } text ? [(text, item.Place)] : [];

    public SourceQuote? Source(string key = "source", SourceQuote? inherited = null)
    {
        if (this[key] is not { } item)
        {
            return inherited;
        }

        item.Only("file", "plan", "quote");
        return new SourceQuote(item["file"]?.Text ?? inherited?.File ?? item.Required("file"), item["plan"]?.Text ?? inherited?.Plan, item.Required("quote"));
    }

    // As packs write it: school-year, in_kind.
    private static string Written(string name) => name == nameof(BenefitKind.InKind) ? "in_kind"
        : string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    public static string? Nearest(string name, IEnumerable<string> known) =>
        known.Select(k => (Name: k, Distance: Distance(name, k))).Where(k => k.Distance <= Math.Max(1, name.Length / 3)).OrderBy(k => k.Distance).FirstOrDefault().Name;

    private YamlItem Wrap(YamlNode child) => new(child, file, findings);

    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
