using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Fuyao.App;
using Fuyao.Kernel.Problems;
using Microsoft.Data.Sqlite;
using Npgsql;
using Shouldly;
using Xunit;

namespace Fuyao.Server.Tests;

public class GroundTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void What_the_machine_refuses_is_told_with_its_cure_and_a_mistake_of_the_program_is_not()
    {
        Code(new UnauthorizedAccessException("Access to the path '/x' is denied.")).ShouldBe("not-permitted");
        Code(new SocketException((int)SocketError.AccessDenied)).ShouldBe("address-not-permitted");
        Code(new SocketException((int)SocketError.AddressNotAvailable)).ShouldBe("address-unknown");
        Code(new IOException("No space left on device", 28)).ShouldBe("disk-full");
        Code(new InvalidOperationException("saving", new SqliteException("readonly", 8))).ShouldBe("read-only");
        Code(new SqliteException("file is not a database", 26)).ShouldBe("not-a-database");
        Code(new PostgresException("password authentication failed", "FATAL", "FATAL", "28P01")).ShouldBe("database-refused");
        Code(new InvalidOperationException("transient", new NpgsqlException("Failed to connect", new SocketException((int)SocketError.ConnectionRefused)))).ShouldBe("database-unreachable");
        Code(new InvalidOperationException("a mistake")).ShouldBeNull();
        Code(new SqliteException("constraint", 19)).ShouldBeNull();
        Code(new PostgresException("duplicate", "ERROR", "ERROR", "23505")).ShouldBeNull();
    }

    [Fact]
    public async Task A_port_that_is_taken_and_a_certificate_that_is_not_there_end_the_start_with_a_word_for_the_operator()
    {
        var folder = Directory.CreateTempSubdirectory("fuyao-ground-").FullName;
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        try
        {
            var address = $"127.0.0.1:{((IPEndPoint)taken.LocalEndpoint).Port}";
            var failed = await Should.ThrowAsync<IOException>(() => ServeAsync(folder, $"http://{address}"));
            Code(failed).ShouldBe("address-in-use");
            var refused = await Should.ThrowAsync<ProblemException>(() => ServeAsync(folder, $"https://{address}", new("Server:Certificate", Path.Combine(folder, "none.pem")), new("Server:CertificateKey", Path.Combine(folder, "none.key"))));
            refused.Problems.Single().Code.ShouldBe("certificate-unusable");
            refused.Problems.Single().Text.En.ShouldContain("none.pem");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Root_does_not_work_on_the_database_of_another_user()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can give a file to another user");
        var folder = Directory.CreateTempSubdirectory("fuyao-ground-").FullName;
        try
        {
            var database = Path.Combine(folder, "data", "fuyao.db");
            Ground.RefuseRootOnForeignFiles(database);
            GiveAway(folder);
            Should.Throw<ProblemException>(() => Ground.RefuseRootOnForeignFiles(database)).Problems.Single().Text.En.ShouldContain("setpriv --reuid 12345");
            File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
            Ground.RefuseRootOnForeignFiles(database);
            Directory.CreateDirectory(Path.GetDirectoryName(database)!);
            File.WriteAllText(database, "");
            Ground.RefuseRootOnForeignFiles(database);
            GiveAway(database);
            Should.Throw<ProblemException>(() => Ground.RefuseRootOnForeignFiles(database)).Problems.Single().Code.ShouldBe("wrong-user");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void GiveAway(string path)
    {
        using var chown = Process.Start("chown", ["12345", path]);
        chown.WaitForExit();
        chown.ExitCode.ShouldBe(0);
    }

    private static string? Code(Exception exception) => Ground.Explain(exception)?.Code;

    private static Task ServeAsync(string folder, string urls, params KeyValuePair<string, string?>[] more) =>
        FuyaoServer.ServeAsync(FuyaoConfiguration.Read([new("Database:Connection", Path.Combine(folder, "fuyao.db")), new("Server:Urls", urls), .. more]), _ => { }, Stop);
}
