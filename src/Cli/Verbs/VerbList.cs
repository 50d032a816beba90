using System.CommandLine;

namespace Fuyao.Cli.Verbs;

/// <summary>The one list of verbs. A verb is one file beside this one: a static class whose <c>Build</c> returns its command.</summary>
internal static class VerbList
{
    private static readonly Func<Command>[] Verbs =
    [
        DemoVerb.Build,
        ServeVerb.Build,
        TestVerb.Build,
        BenchVerb.Build,
        FurnishVerb.Build,
        GenerateVerb.Build,
        ImportVerb.Build,
        ImportTemplateVerb.Build,
        ImportUndoVerb.Build,
        FeelVerb.Build,
        DmnVerb.Build,
        TckVerb.Build,
        EvalVerb.Build,
        PackVerb.Build,
        PovertyVerb.Build,
        RankVerb.Build,
        RegionsVerb.Build,
        SearchVerb.Build,
        VerifyVerb.Build,
        RunVerb.Build,
        SimulateVerb.Build,
        PaymentListVerb.Build,
        PaymentOrderVerb.Build,
        BankAnswerVerb.Build,
        AuditVerb.Build,
        KeysVerb.Build,
        UserVerb.Build,
        OpenApiVerb.Build,
        ConfigVerb.Build,
        BackupVerb.Build,
        RestoreVerb.Build,
        MigrateDbVerb.Build,
        RetentionVerb.Build,
    ];

    /// <summary>The command line with every verb and the options that stand after any of them.</summary>
    public static RootCommand Root()
    {
        var root = new RootCommand("Fuyao 扶摇 – a county's register, rules, payments and helpers. Every figure explains itself.")
        {
            CommonOptions.Json,
            CommonOptions.Language,
        };
        root.Directives.Clear();
        foreach (var build in Verbs)
        {
            root.Subcommands.Add(build());
        }

        return root;
    }
}
