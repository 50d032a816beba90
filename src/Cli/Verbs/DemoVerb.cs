using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Text;
using Fuyao.Server;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace Fuyao.Cli.Verbs;

/// <summary>
/// The demonstration county, by the same verbs that anyone can type: generate, import, furnish, rank, run, payment-order; then the server.
/// What was done is noted beside the data, so that a second start only serves.
/// </summary>
internal static class DemoVerb
{
    // 留坝县 had 2,810 registered households in 2014; its plan of 2015 is the pack.
    private const string Region = "610729";
    private const string Pack = "liuba-2015";
    private const string Period = "2016-05";

    private static readonly Option<DirectoryInfo?> Data = new("--data") { Description = "folder of the demonstration's data; default data/demo", HelpName = "DIR" };

    private static readonly Option<int> Households = new("--households") { Description = "households to generate", DefaultValueFactory = _ => 2810 };

    private static readonly Option<string> Urls = new("--urls")
    {
        Description = "address to serve at; a free port when it is taken", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:5080",
    };

    private static readonly Option<bool> NoServe = new("--no-serve") { Description = "only set up, then end" };

    public static Command Build() => new Command("demo", "set up the demonstration county, run its main job, serve the web") { Data, Households, Urls, NoServe }
        .Runs(async (run, cancellation) =>
        {
            var folder = run.Get(Data)?.FullName ?? Path.Combine(run.Configuration()["Home"] ?? Directory.GetCurrentDirectory(), "data", "demo");
            var demo = new Demonstration(run, folder);
            var notes = await demo.PrepareAsync(run.Get(Households), cancellation);
            demo.Show(notes);
            if (!run.Get(NoServe))
            {
                await FuyaoServer.ServeAsync(
                    demo.Configuration(FreeAddress(run.Get(Urls)!)),
                    addresses => run.Tell(new LocalText($"请用浏览器打开 {string.Join(" ", addresses)}(Ctrl+C 结束)", $"Open {string.Join(" ", addresses)} in a browser (Ctrl+C ends)")),
                    cancellation);
            }

            return new Outcome(notes);
        });

    /// <summary>The address itself, or a free port of the same host when something else answers there.</summary>
    private static string FreeAddress(string url)
    {
        var wanted = new Uri(url);
        if (wanted.Port == 0 || !IPAddress.TryParse(wanted.Host, out var host))
        {
            return url;
        }

        try
        {
            using var probe = new TcpListener(host, wanted.Port);
            probe.Start();
            return url;
        }
        catch (SocketException)
        {
            return $"{wanted.Scheme}://{wanted.Host}:0";
        }
    }

    private sealed class Demonstration(Invocation run, string folder)
    {
        private static readonly (string UserName, string Zh, string Role, string Region)[] People =
        [
            ("clerk", "县扶贫办业务员", Roles.CountyClerk.Code, Region),
            ("township", "马道镇扶贫专干", Roles.TownshipClerk.Code, Region + "101"),
            ("village", "沙坝村文书", Roles.VillageCadre.Code, Region + "101201"),
            ("finance", "县财政局", Roles.Finance.Code, Region),
            ("approver", "县扶贫办审批人", Roles.Approver.Code, Region),
            ("auditor", "县审计局", Roles.Auditor.Code, Region),
            ("leader", "县领导", Roles.Leader.Code, Region),
            ("admin", "系统管理员", Roles.Administrator.Code, Region),
        ];

        private readonly string database = Path.Combine(folder, "fuyao.db");
        private readonly string noted = Path.Combine(folder, "demo.json");
        private readonly JsonArray steps = [];

        // Whoever tries the demonstration has no authenticator at hand; its persons are invented.
        public Microsoft.Extensions.Configuration.IConfigurationRoot Configuration(string urls) =>
            run.Configuration(new("Database:Connection", database), new("Server:Urls", urls), new("SignIn:SecondFactor", ""));

        public async Task<JsonObject> PrepareAsync(int households, CancellationToken ct)
        {
            if (File.Exists(noted))
            {
                return JsonNode.Parse(await File.ReadAllTextAsync(noted, ct))!.AsObject();
            }

            CreateFolder();
            var (workbooks, practice) = (Path.Combine(folder, "workbooks"), Path.Combine(folder, "practice"));
            var output = Path.Combine(folder, "output");
            string[] generate = ["generate", "--region", Region, "--households", $"{households}", "--seed", "2014", "--out"];
            var generated = await StepAsync(new("生成演示县工作簿", "generate the county's workbooks"), [.. generate, workbooks, "--clean"], ct);
            // The same county with mistakes in it, for whoever wants to see an import refuse some.
            await InnerVerb.RunAsync([.. generate, practice], run.Language, ct);
            var files = generated["files"]!.AsArray().Select(f => Path.GetFullPath(f!.GetValue<string>(), workbooks)).ToArray();
            await StepAsync(new("导入", "import them"), ["import", .. files, "--region", Region, "--db", database], ct);
            await StepAsync(new("村乡、单位、名册和记事", "records of places, organisations, lists, events"), ["furnish", "--region", Region, "--db", database], ct);
            await StepAsync(new("按收入倒排", "rank by income"), ["rank", "--region", Region, "--year", "2014", "--out", output, "--db", database], ct);
            var result = await StepAsync(new($"测算 {Period}", $"run {Pack} for {Period}"), ["run", "--pack", Pack, "--period", Period, "--region", Region, "--db", database], ct);
            await StepAsync(new("发放单报批", "put the payment before an approver"), ["payment-order", "--run", result["run"]!.GetValue<string>(), "--db", database], ct);
            var notes = new JsonObject { ["steps"] = steps, ["sign_ins"] = await SignInsAsync(ct), ["data"] = folder };
            await WriteNotesAsync(notes, ct);
            return notes;
        }

        public void Show(JsonObject notes)
        {
            if (run.Json)
            {
                return;
            }

            var table = new Table().AddColumns(run.Say(new("步骤", "step")), run.Say(new("秒", "s")), run.Say(new("结果", "result")));
            foreach (var step in notes["steps"]!.AsArray())
            {
                table.AddRow(Markup.Escape(step![run.Language]!.GetValue<string>()), $"{step["seconds"]!.GetValue<double>():0.0}", Markup.Escape(Figures(step["result"]!.AsObject())));
            }

            run.Terminal.Write(table);
            var people = new Table().AddColumns(run.Say(new("登录名", "user")), run.Say(new("密码", "password")), run.Say(new("角色", "role")));
            foreach (var person in notes["sign_ins"]!.AsArray())
            {
                var role = Roles.All[person!["role"]!.GetValue<string>()].Name;
                people.AddRow(person["user_name"]!.GetValue<string>(), person["password"]!.GetValue<string>(), run.Say(role));
            }

            run.Terminal.Write(people);
            run.Tell(new LocalText(
                $"数据:{folder}(workbooks 官方工作簿,practice 带错的练习簿,output 倒排表、公示)",
                $"Data: {folder} (workbooks; practice: the same with mistakes; output: ranking, notice)"));
        }

        /// <summary>The figures that people ask for first, of whichever step the document is.</summary>
        private static readonly (string Member, LocalText Name)[] Asked =
        [
            ("households", new("户", "households")), ("persons", new("人", "persons")), ("accepted", new("人导入", "rows accepted")),
            ("refused", new("人退回", "rows refused")), ("ranked", new("户排名", "ranked")), ("awards", new("笔", "awards")), ("places", new("条村乡记录", "records of places")),
            ("organisations", new("个单位", "organisations")), ("received", new("行名册", "rows of lists")), ("events", new("件记事", "events")), ("amount", new("元", "yuan")),
        ];

        private string Figures(JsonObject result) => string.Join(
            run.Language == "zh" ? "," : ", ",
            Asked.Where(a => result[a.Member] is JsonValue).Select(a => $"{Plain(result[a.Member]!)} {run.Say(a.Name)}"));

        private static string Plain(JsonNode value) => decimal.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var number)
            ? number.ToString("#,##0.##", CultureInfo.InvariantCulture)
            : value.ToString();

        private async Task<JsonNode> StepAsync(LocalText title, string[] words, CancellationToken ct)
        {
            run.Tell(new LocalText($"{title.Zh} …", $"{title.En} …"));
            var began = Stopwatch.GetTimestamp();
            var result = await InnerVerb.RunAsync(words, run.Language, ct);
            steps.Add(new JsonObject
            {
                ["zh"] = title.Zh,
                ["en"] = title.En,
                ["seconds"] = Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 2),
                ["result"] = new JsonObject(result.AsObject().Where(m => m.Value is not JsonArray).Select(m => new KeyValuePair<string, JsonNode?>(m.Key, m.Value?.DeepClone()))),
            });
            return result;
        }

        private async Task<JsonArray> SignInsAsync(CancellationToken ct)
        {
            await using var services = await run.OpenSystemAsync(ct, new KeyValuePair<string, string?>("Database:Connection", database));
            var signIns = new JsonArray();
            foreach (var (userName, zh, role, region) in People)
            {
                await using var scope = services.EnterOperator(RegionCode.Nation);
                var users = scope.ServiceProvider.GetRequiredService<UserAdmin>();
                RegionCode.TryParse(region, out var place);
                var password = UserAdmin.RandomPassword();
                if ((await users.ListAsync(ct)).FirstOrDefault(u => u.UserName == userName) is { } existing)
                {
                    await users.SetPasswordAsync(existing.Id, password, ct: ct);
                }
                else
                {
                    await users.AddAsync(userName, zh, role, place, password, ct: ct);
                }

                signIns.Add(new JsonObject { ["user_name"] = userName, ["password"] = password, ["role"] = role });
            }

            return signIns;
        }

        private void CreateFolder()
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }

        // Renamed into place, so that the note is there only when everything is. The folder is its owner's alone.
        private async Task WriteNotesAsync(JsonObject notes, CancellationToken ct)
        {
            await File.WriteAllTextAsync(noted + ".new", notes.ToJsonString(CommandLine.JsonOptions), ct);
            File.Move(noted + ".new", noted, overwrite: true);
        }
    }
}
