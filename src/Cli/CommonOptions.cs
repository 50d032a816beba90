using System.CommandLine;
using Fuyao.Kernel.Text;
using Spectre.Console;

namespace Fuyao.Cli;

/// <summary>Options that stand after any verb, or after several, always with the same meaning.</summary>
internal static class CommonOptions
{
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "print one JSON document on standard output and nothing else",
        Recursive = true,
        Arity = ArgumentArity.Zero,
    };

    public static readonly Option<string> Language = Restricted(new Option<string>("--lang")
    {
        Description = "zh | en: language of messages",
        HelpName = "zh|en",
        Recursive = true,
        DefaultValueFactory = _ => DefaultLanguage(),
    });

    public static readonly Option<string?> Database = new("--db")
    {
        Description = "a SQLite path or a PostgreSQL connection string; a missing SQLite file is created",
        HelpName = "CONN",
    };

    public static readonly Option<string?> Keys = new("--keys")
    {
        Description = "key file; else FUYAO_KEYS, else <db>.keys",
        HelpName = "FILE",
    };

    public static readonly Option<string?> PassphraseFile = new("--passphrase-file")
    {
        Description = "a file whose first line is the passphrase; else FUYAO_PASSPHRASE",
        HelpName = "FILE",
    };

    /// <summary>The passphrase: from its file, the environment or – on a terminal, when it must be had – asked for.</summary>
    public static string? Passphrase(this Invocation run, bool ask)
    {
        if (run.Get(PassphraseFile) is { Length: > 0 } file)
        {
            return File.ReadLines(file).FirstOrDefault() ?? "";
        }

        if (Environment.GetEnvironmentVariable("FUYAO_PASSPHRASE") is { Length: > 0 } given)
        {
            return given;
        }

        return !ask ? null
            : !run.Json && run.Terminal.Profile.Capabilities.Interactive
                ? run.Terminal.Prompt(new TextPrompt<string>(run.Say(new("口令:", "Passphrase:"))).Secret())
            : throw new VerbException("passphrase-missing", new LocalText(
                "请用 --passphrase-file 指明口令文件,或设 FUYAO_PASSPHRASE。", "Name the passphrase's file with --passphrase-file, or set FUYAO_PASSPHRASE."));
    }

    /// <summary>The language asked for, found without a successful parse so that usage errors speak it too.</summary>
    public static string LanguageOf(IReadOnlyList<string> args)
    {
        for (var i = 0; i < args.Count; i++)
        {
            var value = args[i] == "--lang" && i + 1 < args.Count ? args[i + 1]
                : args[i].StartsWith("--lang=", StringComparison.Ordinal) ? args[i]["--lang=".Length..]
                : null;
            if (value is "zh" or "en")
            {
                return value;
            }
        }

        return DefaultLanguage();
    }

    // A terminal whose locale is not Chinese may be unable to show Chinese at all; the web, unlike it, begins in Chinese.
    private static string DefaultLanguage()
    {
        string[] variables = ["FUYAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];
        var locale = variables.Select(Environment.GetEnvironmentVariable).FirstOrDefault(v => !string.IsNullOrEmpty(v));
        return locale?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) == true ? "zh" : "en";
    }

    private static Option<string> Restricted(Option<string> option)
    {
        option.AcceptOnlyFromAmong("zh", "en");
        return option;
    }
}
