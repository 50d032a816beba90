using System.CommandLine;
using Fuyao.App;
using Fuyao.App.Settings;
using Fuyao.Kernel.Text;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>The settings in force, whether they can work, and their reference page.</summary>
internal static class ConfigVerb
{
    private static readonly Argument<string> Folder = new("DIR") { Description = "where configuration.md and configuration.zh-CN.md are written" };

    public static Command Build() => new("config", "settings")
    {
        new Command("check", "read all settings as a start would, and start nothing") { CommonOptions.Database, CommonOptions.Keys }.Runs((run, _) =>
        {
            var configuration = run.Configuration();
            FuyaoSettings.Read(configuration);
            var set = SettingsReference.List(configuration).Count(s => s.Set);
            return Task.FromResult(new Outcome(new { ok = true, set }, _ => run.Tell(new LocalText($"配置可用,已设 {set} 项。", $"The settings can work; {set} are set."))));
        }),
        new Command("show", "every setting with its value; what is not the default is marked") { CommonOptions.Database, CommonOptions.Keys }.Runs((run, _) =>
        {
            var configuration = run.Configuration();
            FuyaoSettings.Read(configuration);
            var settings = SettingsReference.List(configuration);
            return Task.FromResult(new Outcome(
                settings.Select(s => new { s.Key, s.Value, s.Set, Default = run.Say(s.Default), Meaning = run.Say(s.Meaning) }),
                terminal => Show(run, terminal, settings)));
        }),
        new Command("reference", "write the reference page in both languages") { Folder }.Runs(async (run, cancellation) =>
        {
            var folder = run.Get(Folder);
            string[] files = [Path.Combine(folder, "configuration.zh-CN.md"), Path.Combine(folder, "configuration.md")];
            await File.WriteAllTextAsync(files[0], SettingsReference.Page("zh"), cancellation);
            await File.WriteAllTextAsync(files[1], SettingsReference.Page("en"), cancellation);
            return new Outcome(new { files }, _ => run.Tell(new LocalText($"已写 {string.Join("、", files)}。", $"Wrote {string.Join(", ", files)}.")));
        }),
    };

    private static void Show(Invocation run, IAnsiConsole terminal, IReadOnlyList<SettingView> settings)
    {
        var table = new Table().AddColumns(run.Say(new("配置项", "key")), run.Say(new("值", "value")), run.Say(new("含义", "meaning")));
        foreach (var setting in settings)
        {
            var value = setting.Value.Length == 0 ? run.Say(setting.Default) : setting.Value;
            table.AddRow(Markup.Escape(setting.Key) + (setting.Set ? " *" : ""), Markup.Escape(value), Markup.Escape(run.Say(setting.Meaning)));
        }

        terminal.Write(table);
    }
}
