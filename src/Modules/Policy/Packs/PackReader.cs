using System.Security.Cryptography;
using System.Text;

namespace Fuyao.Policy.Packs;

/// <summary>Reads one pack's files. Never throws on bad content: what is wrong is in the findings, with its place.</summary>
internal sealed class PackReader(PackFiles files, Findings findings)
{
    private readonly StringBuilder _canonical = new();

    /// <summary>The pack, or null when there is no readable <c>pack.yaml</c>.</summary>
    public PackDefinition? Read()
    {
        if (Load(PackFiles.Head) is not { IsMapping: true } head)
        {
            if (findings.Errors.Count == 0)
            {
                findings.Error("no-pack", new Place("pack.yaml", 1, 1), "这个文件夹里没有 pack.yaml。", "There is no pack.yaml in this folder.");
            }

            return null;
        }

        head.Only("id", "title", "version", "jurisdiction", "valid", "extends", "why", "documents", "source");
        foreach (var stray in files.Strays)
        {
            findings.Warning("unknown-folder", new Place(stray, 1, 1), $"文件夹“{stray}”不属于政策包。", $"The folder '{stray}' is no part of a pack.");
        }

        // A rule that nobody reads is worse than none: its author believes in it.
        foreach (var file in files.Unread)
        {
            findings.Error("unread-file", new Place(file, 1, 1),
                $"“{file}”不会被读取:文件应直接放在 {string.Join("、", PackFiles.Folders)} 之一里,以 .yaml 结尾。",
                $"'{file}' is not read: files stand directly in {string.Join(", ", PackFiles.Folders)} and end in .yaml.");
        }

        var id = head.Required("id");
        if (id != files.Id)
        {
            findings.Error("id-mismatch", head["id"]?.Place ?? head.Place, "id 应与文件夹同名。", "The id must be the folder's name.");
        }

        var validity = head["valid"]?.Only("from", "to", "source");
        CheckDefinition[] checks = [.. Documents("checks").Select(item => new RuleReader(item, findings).Check()).OfType<CheckDefinition>()];
        ProcedureDefinition[] procedures = [.. Documents("procedures").Select(item => new RuleReader(item, findings).Procedure()).OfType<ProcedureDefinition>()];
        YamlItem[] variables = [.. Documents("variables").SelectMany(item => item.IsSequence ? item.Items : [item])];
        return new PackDefinition
        {
            Files = files,
            Id = id,
            Title = head.Title(),
            Version = head.Required("version"),
            Jurisdiction = head.Required("jurisdiction"),
            ValidFrom = validity?["from"]?.Text == "unknown" ? null : validity?.Date("from"),
            ValidTo = validity?.Date("to"),
            Extends = head["extends"]?.Text,
            Place = head.Place,
            Parameters = [.. Documents("parameters").SelectMany(ParameterReader.Read)],
            Variables = [.. variables.Where(v => !InputReader.IsInput(v)).Select(v => VariableReader.One(v))],
            Inputs = Inputs(variables.Where(InputReader.IsInput).Select(v => InputReader.Read(v, findings))
                .Concat(checks.SelectMany(c => c.Inputs)).Concat(procedures.SelectMany(p => p.Inputs))),
            Policies = [.. Documents("policies").Select(item => new PolicyReader(item, findings).Read()).OfType<PolicyDefinition>()],
            Checks = checks,
            Procedures = procedures,
            Tests = [.. Documents("tests", hashed: false).SelectMany(item => new PackTestReader(item, findings).Read())],
            Hash = Hash(),
        };
    }

    // Several rules may say that they need the same fact, as long as they mean the same.
    private List<InputDefinition> Inputs(IEnumerable<InputDefinition> declared)
    {
        List<InputDefinition> inputs = [];
        foreach (var input in declared)
        {
            if (inputs.Find(i => (i.Of, i.Id) == (input.Of, input.Id)) is not { } same)
            {
                inputs.Add(input);
            }
            else if (!input.Restates(same))
            {
                findings.Error("input-differs", input.Place,
                    $"输入“{input.Id}”在 {same.Place.File} 第 {same.Place.Line} 行另有不同的定义。", $"The input '{input.Id}' is declared differently in {same.Place.File}, line {same.Place.Line}.");
            }
        }

        return inputs;
    }

    private string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_canonical.ToString())));

    private IEnumerable<YamlItem> Documents(string folder, bool hashed = true)
    {
        var names = files.Names.Where(name => name.StartsWith($"{folder}/", StringComparison.Ordinal));
        return [.. names.Select(name => Load(name, hashed)).OfType<YamlItem>()];
    }

    private YamlItem? Load(string name, bool hashed = true)
    {
        if (!files.Has(name))
        {
            return null;
        }

        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(files.Bytes(name)).TrimStart('\uFEFF');
            var yaml = YamlText.Load(new StringReader(text));
            if (yaml.Documents.Count != 1)
            {
                findings.Error("yaml-documents", new Place(name, 1, 1), "每个文件应恰有一份 YAML 文档。", "A file holds exactly one YAML document.");
                return null;
            }

            var root = yaml.Documents[0].RootNode;
            if (hashed)
            {
                _canonical.Append(name).Append('\n').Append(Encoding.UTF8.GetString(YamlJson.Bytes(root, sorted: true))).Append('\n');
            }

            return new YamlItem(root, name, findings);
        }
        catch (YamlFault e)
        {
            findings.Error("yaml-syntax", new Place(name, (int)e.Start.Line, (int)e.Start.Column), $"YAML 语法错误:{e.Words.Zh}", $"YAML syntax: {e.Words.En}");
        }
        catch (DecoderFallbackException)
        {
            findings.Error("not-utf8", new Place(name, 1, 1), "文件不是 UTF-8 编码。", "The file is not UTF-8.");
        }

        return null;
    }
}
