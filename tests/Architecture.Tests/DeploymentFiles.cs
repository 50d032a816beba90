using System.Text.RegularExpressions;
using Fuyao.App;
using Fuyao.Testing;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Shouldly;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace Fuyao.Architecture.Tests;

/// <summary>
/// What is shipped to run the release as a container or a service: no registry is asked here, so the files are held against each other,
/// against the program's settings and against what the release archive is made of.
/// </summary>
public partial class DeploymentFiles
{
    private const string Home = "/opt/fuyao";

    private static readonly Dictionary<string, string> Secrets = new() { ["POSTGRES_PASSWORD"] = "owner-secret", ["FUYAO_PASSWORD"] = "app-secret", ["FUYAO_PROXIES"] = "10.0.0.1" };

    private static YamlMappingNode Compose { get; } = Read("compose.yaml");

    [Fact]
    public void Every_variable_of_the_container_files_is_a_setting_with_a_value_that_works()
    {
        var settings = FuyaoSettings.Read(Configuration(Environment("fuyao")));
        settings.Server.TrustedProxies.ShouldContain("10.0.0.1");
        settings.Backup.Directory.ShouldBe("/var/lib/fuyao/backups");
        FuyaoSettings.Read(Configuration(Image().Environment)).Server.Urls.ShouldBe("http://0.0.0.0:5080");
    }

    [Fact]
    public void The_two_services_of_the_compose_file_speak_of_one_database_one_owner_and_one_application()
    {
        var (database, fuyao) = (Environment("database"), Environment("fuyao"));
        var application = new NpgsqlConnectionStringBuilder(fuyao["FUYAO_DATABASE__CONNECTION"]);
        var owner = new NpgsqlConnectionStringBuilder(fuyao["FUYAO_DATABASE__OWNER"]);
        foreach (var connection in (NpgsqlConnectionStringBuilder[])[application, owner])
        {
            connection.Host.ShouldBe("database");
            connection.Database.ShouldBe(database["POSTGRES_DB"]);
        }

        (owner.Username, owner.Password).ShouldBe((database["POSTGRES_USER"], database["POSTGRES_PASSWORD"]));
        application.Password.ShouldBe(database["FUYAO_PASSWORD"]);
        application.Username.ShouldNotBe(owner.Username, "row-level security does not bind the owner");

        // The script makes that very role, of what the service gives it.
        var script = File.ReadAllText(Deploy("postgres-role.sh"));
        script.ShouldContain($"create role {application.Username} login password");
        script.ShouldContain($"on database {application.Database} to {application.Username}");
        Variable().Matches(script).Select(m => m.Groups[1].Value).Distinct().ShouldBeSubsetOf(database.Keys);
        ((YamlMappingNode)Service("fuyao")["depends_on"]).Children.Keys.Select(k => k.ToString()).ShouldBe(["database"]);
    }

    [Fact]
    public void Files_and_volumes_that_the_compose_file_mounts_exist_and_what_the_program_writes_lies_in_one()
    {
        var declared = ((YamlMappingNode)Compose["volumes"]).Children.Keys.Select(k => k.ToString()).ToList();
        var mounted = ((YamlMappingNode)Compose["services"]).Children.Keys
            .SelectMany(s => ((YamlSequenceNode)Service(s.ToString())["volumes"]).Select(v => v.ToString().Split(':'))).ToList();
        foreach (var mount in mounted)
        {
            if (mount[0].StartsWith("./", StringComparison.Ordinal))
            {
                File.Exists(Deploy(mount[0][2..])).ShouldBeTrue(mount[0]);
            }
            else
            {
                declared.ShouldContain(mount[0]);
            }
        }

        declared.ShouldBe(mounted.Select(m => m[0]).Where(m => m[0] != '.'), ignoreOrder: true);
        var data = mounted.Single(m => m[0] == "data")[1];
        var image = Image();
        image.Lines("VOLUME").ShouldBe([data]);
        image.Lines("WORKDIR").ShouldBe([data]);
        Environment("fuyao")["FUYAO_BACKUP__DIRECTORY"].ShouldStartWith(data + "/");
    }

    [Fact]
    public void The_port_that_is_published_is_the_one_that_the_program_listens_on()
    {
        var port = new Uri(Image().Environment["FUYAO_SERVER__URLS"]).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Image().Lines("EXPOSE").ShouldBe([port]);
        var published = ((YamlSequenceNode)Service("fuyao")["ports"]).Single().ToString().Split(':');
        published[0].ShouldBe("127.0.0.1", "only the proxy in front of it is met from outside");
        published[^1].ShouldBe(port);
        foreach (var proxy in (string[])["nginx.conf", "Caddyfile"])
        {
            File.ReadAllText(Deploy(proxy)).ShouldContain($"127.0.0.1:{published[1]}");
        }
    }

    [Fact]
    public void Image_and_service_start_what_the_release_archive_carries_as_a_user_without_rights()
    {
        // The archive is one folder, fuyao-VERSION, with the launcher in it.
        var release = File.ReadAllText(Path.Combine(Repository.Root, "tools", "release.sh"));
        release.ShouldContain("pack \"fuyao-$version-linux-x64.tar.gz\"");
        release.ShouldContain("tree=$work/fuyao-$version");
        release.ShouldContain("cat >\"$tree/fuyao\"");
        var image = Image();
        image.Text.ShouldContain($"mv /opt/fuyao-* {Home}");
        image.Environment["FUYAO_HOME"].ShouldBe(Home);
        image.Lines("ENTRYPOINT").ShouldBe([$"[\"{Home}/fuyao\"]"]);
        image.Lines("CMD").ShouldBe(["[\"serve\"]"]);
        var user = image.Lines("USER").ShouldHaveSingleItem();
        image.Text.ShouldContain($"useradd --system --uid 10001 --home-dir /var/lib/fuyao {user}");

        var unit = File.ReadAllLines(Deploy("fuyao.service")).Where(l => l.Contains('=', StringComparison.Ordinal) && l[0] != '#')
            .Select(l => l.Split('=', 2)).ToLookup(l => l[0], l => l[1]);
        unit["Environment"].Single().Split(' ').ShouldContain($"FUYAO_HOME={Home}");
        unit["ExecStart"].Concat(unit["ExecStartPre"]).ShouldAllBe(c => c.StartsWith($"{Home}/fuyao ", StringComparison.Ordinal));
        unit["User"].ShouldBe([user]);
        unit["WorkingDirectory"].ShouldBe([$"/var/lib/{unit["StateDirectory"].Single()}"]);
    }

    private static IConfiguration Configuration(IReadOnlyDictionary<string, string> variables) => new ConfigurationBuilder()
        .AddInMemoryCollection(variables.Where(v => v.Key.StartsWith("FUYAO_", StringComparison.Ordinal))
            .Select(v => new KeyValuePair<string, string?>(v.Key["FUYAO_".Length..].Replace("__", ":", StringComparison.Ordinal), v.Value)))
        .Build();

    // As compose fills it in: ${NAME}, ${NAME:-otherwise}, ${NAME:?why it must be given}.
    private static Dictionary<string, string> Environment(string service) => ((YamlMappingNode)Service(service)["environment"]).Children
        .ToDictionary(e => e.Key.ToString(), e => Substituted().Replace(e.Value.ToString(), m => Secrets[m.Groups[1].Value]));

    private static YamlMappingNode Service(string name) => (YamlMappingNode)Compose["services"][name];

    private static YamlMappingNode Read(string file)
    {
        using var reader = new StreamReader(Deploy(file));
        var yaml = new YamlStream();
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }

    private static string Deploy(string file) => Path.Combine(Repository.Root, "deploy", file);

    private static Containerfile Image() => new(File.ReadAllText(Deploy("Containerfile")).Replace("\\\n", " ", StringComparison.Ordinal));

    private sealed record Containerfile(string Text)
    {
        public IReadOnlyDictionary<string, string> Environment => Lines("ENV").SelectMany(l => l.Split(' ')).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);

        public IReadOnlyList<string> Lines(string instruction) =>
            [.. Text.Split('\n').Where(l => l.StartsWith(instruction + " ", StringComparison.Ordinal)).Select(l => l[(instruction.Length + 1)..].Trim())];
    }

    [GeneratedRegex(@"\$\{(\w+)(?::[-?][^}]*)?\}")]
    private static partial Regex Substituted();

    [GeneratedRegex(@"\$\{?([A-Z_]+)")]
    private static partial Regex Variable();
}
