using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Server.Tests;

/// <summary>The proxies' files that ship, in the proxies themselves; only paths, ports and the upstream's address differ.</summary>
public class ProxyTests
{
    private const string Host = "fuyao.example.gov.cn";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/usr/sbin/nginx", "nginx.conf")]
    [InlineData("/usr/bin/caddy", "Caddyfile")]
    public async Task Behind_the_proxy_one_signs_in_over_https_uploads_and_is_known_by_one_s_own_address(string program, string file)
    {
        Assert.SkipUnless(File.Exists(program), $"{program} is not installed: apt-get install nginx-light caddy");
        var folder = Directory.CreateTempSubdirectory("fuyao-proxy-").FullName;
        await using var server = await TestServer.StartAsync(DbEngine.Sqlite, null, new KeyValuePair<string, string?>("Server:TrustedProxies", "127.0.0.1"));
        var certificate = await WriteCertificateAsync(folder);
        var text = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "deploy", file), Stop))
            .Replace("/etc/fuyao/tls", folder, StringComparison.Ordinal).Replace("127.0.0.1:5080", server.Address.Authority, StringComparison.Ordinal);
        var (proxy, port) = await StartAsync(program, folder, text);
        using var ended = proxy;
        try
        {
            using var client = Client(port, certificate);
            using var ready = await client.GetAsync("/health/ready", Stop);
            ready.StatusCode.ShouldBe(HttpStatusCode.OK);
            ready.Version.ShouldBe(HttpVersion.Version20);
            ready.Headers.Contains("Strict-Transport-Security").ShouldBeTrue();

            await using (var scope = server.Services.CreateAsyncScope())
            {
                scope.ServiceProvider.GetRequiredService<CurrentActor>().EnterOperator(RegionCode.Nation);
                await scope.ServiceProvider.GetRequiredService<UserAdmin>().AddAsync("clerk", "clerk", Roles.CountyClerk.Code, new RegionCode(610729000000), "correct horse battery", ct: Stop);
            }

            // What a client says of its address is not believed: the proxy says its own.
            client.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
            using var signedIn = await client.PostAsJsonAsync("/api/session", new { user_name = "clerk", password = "correct horse battery" }, Stop);
            signedIn.StatusCode.ShouldBe(HttpStatusCode.OK);
            signedIn.Headers.GetValues("Set-Cookie").ShouldAllBe(c => c.Contains("secure", StringComparison.OrdinalIgnoreCase));
            client.DefaultRequestHeaders.Add("X-CSRF", (await signedIn.Content.ReadFromJsonAsync<JsonElement>(Stop)).GetProperty("csrf").GetString());
            var account = await client.GetFromJsonAsync<JsonElement>("/api/account", Stop);
            account.GetProperty("sessions")[0].GetProperty("address").GetString().ShouldBe("127.0.0.1");

            // More than either proxy lets through by itself; refused by the register, which has read it.
            using var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[6 << 20]), "file", "large.xlsx" }, { new StringContent("610729"), "region" } };
            using var upload = new HttpRequestMessage(HttpMethod.Post, "/api/imports") { Content = form };
            upload.Headers.Add("Idempotency-Key", "large");
            using var answer = await client.SendAsync(upload, Stop);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json", await answer.Content.ReadAsStringAsync(Stop));
            answer.StatusCode.ShouldNotBe(HttpStatusCode.RequestEntityTooLarge);
        }
        finally
        {
            proxy.Kill(entireProcessTree: true);
            await proxy.WaitForExitAsync(CancellationToken.None);
            Directory.Delete(folder, recursive: true);
        }
    }

    // Between looking for a free port and listening on it, another program may take it: then the proxy ends, and another port is tried.
    private static async Task<(Process Proxy, int Port)> StartAsync(string program, string folder, string text)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            var proxy = await StartAsync(program, folder, text, port);
            await Eventually.IsAsync(async () => proxy.HasExited || await ListensAsync(port), Stop);
            if (!proxy.HasExited)
            {
                return (proxy, port);
            }

            proxy.Dispose();
            attempt.ShouldBeLessThan(5, $"{program} does not start");
        }
    }

    private static async Task<bool> ListensAsync(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, Stop);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<Process> StartAsync(string program, string folder, string text, int port)
    {
        string[] words;
        if (program.EndsWith("nginx", StringComparison.Ordinal))
        {
            text = text.Replace("listen 443 ", $"listen 127.0.0.1:{port} ", StringComparison.Ordinal).Replace("listen 80;", $"listen 127.0.0.1:{FreePort()};", StringComparison.Ordinal);
            text.ShouldContain($"127.0.0.1:{port} ssl");
            var parts = string.Concat(new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(p => $"{p}_temp_path {folder}/{p}; "));
            text = $"daemon off; pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{ access_log off; {parts}\n{text}\n}}";
            words = ["-e", $"{folder}/error.log", "-c", Path.Combine(folder, "proxy.conf")];
        }
        else
        {
            text.ShouldContain($"{Host} {{");
            text = $"{{\n\tadmin off\n\tauto_https disable_redirects\n\tstorage file_system {folder}\n}}\n" + text.Replace($"{Host} {{", $"https://{Host}:{port} {{\n\tbind 127.0.0.1", StringComparison.Ordinal);
            words = ["run", "--adapter", "caddyfile", "--config", Path.Combine(folder, "proxy.conf")];
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "proxy.conf"), text, Stop);
        var start = new ProcessStartInfo(program, words) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["HOME"] = folder;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, said) => TestContext.Current.TestOutputHelper?.WriteLine(said.Data ?? "");
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private static HttpClient Client(int port, X509Certificate2 trusted) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, ct) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString(HashAlgorithmName.SHA256) == trusted.GetCertHashString(HashAlgorithmName.SHA256),
        },
    })
    {
        BaseAddress = new Uri($"https://{Host}:{port}"), DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
    };

    private static async Task<X509Certificate2> WriteCertificateAsync(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        await File.WriteAllTextAsync(Path.Combine(folder, "fullchain.pem"), certificate.ExportCertificatePem(), Stop);
        await File.WriteAllTextAsync(Path.Combine(folder, "privkey.pem"), key.ExportPkcs8PrivateKeyPem(), Stop);
        return certificate;
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
