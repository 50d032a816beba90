using System.Net;
using System.Security.Cryptography;
using System.Text;
using Fuyao.Access.Contracts;
using Fuyao.Access.Keys;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Kernel.Problems;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Access.Tests;

public sealed class KeyTests
{
    private const string Canary = "610729199001011234";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_value_comes_back_looks_different_every_time_and_no_changed_byte_passes()
    {
        await using var host = await AccessHost.StartAsync(DbEngine.Sqlite);
        var cipher = host.Services.GetRequiredService<FieldCipher>();
        foreach (var text in new[] { "", "1", Canary, "张三丰 𠮷", new string('长', 5000) })
        {
            var one = cipher.Encrypt(text);
            cipher.Decrypt(one).ShouldBe(text);
            cipher.Encrypt(text).ShouldNotBe(one);
            for (var i = 0; i < Math.Min(one.Length, 60); i++)
            {
                var changed = (byte[])one.Clone();
                changed[i] ^= 1;
                Should.Throw<CryptographicException>(() => cipher.Decrypt(changed));
            }
        }
    }

    [Fact]
    public async Task Equal_values_of_one_field_are_found_by_hash_and_fields_never_meet()
    {
        await using var host = await AccessHost.StartAsync(DbEngine.Sqlite);
        var cipher = host.Services.GetRequiredService<FieldCipher>();
        cipher.LookupHash("id", Canary).ShouldBe(cipher.LookupHash("id", Canary));
        cipher.LookupHash("id", Canary).ShouldNotBe(cipher.LookupHash("card", Canary));
        await using var other = await AccessHost.StartAsync(DbEngine.Sqlite);
        other.Services.GetRequiredService<FieldCipher>().LookupHash("id", Canary).ShouldNotBe(cipher.LookupHash("id", Canary));
    }

    [Fact]
    public async Task Threads_encrypting_at_once_never_share_a_nonce()
    {
        await using var host = await AccessHost.StartAsync(DbEngine.Sqlite);
        var cipher = host.Services.GetRequiredService<FieldCipher>();
        var nonces = Enumerable.Range(0, 20_000).AsParallel().WithDegreeOfParallelism(8)
            .Select(i => Convert.ToHexString(cipher.Encrypt($"{i}").AsSpan(1, 12))).ToList();
        nonces.Distinct().Count().ShouldBe(nonces.Count);
    }

    [Theory, EachEngine]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task Missing_wrong_or_readable_keys_refuse_the_start_with_the_cure(DbEngine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using (await AccessHost.StartAsync(engine, on: database))
        {
        }

        var path = Path.Combine(database.Folder, "test.keys");
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var keys = await File.ReadAllBytesAsync(path, Ct);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        (await RefusalAsync(engine, database)).ShouldBe("keys-readable");
        File.Delete(path);
        (await RefusalAsync(engine, database)).ShouldBe("keys-missing");
        File.Exists(path).ShouldBeFalse();
        KeyFile.New().Write(path);
        (await RefusalAsync(engine, database)).ShouldBe("keys-wrong");
        await File.WriteAllTextAsync(path, "{\"data\":[", Ct);
        (await RefusalAsync(engine, database)).ShouldBe("keys-unreadable");
        await File.WriteAllBytesAsync(path, keys, Ct);
        await using (await AccessHost.StartAsync(engine, on: database))
        {
        }
    }

    [Theory, EachEngine]
    public async Task Rotation_writes_every_value_anew_and_a_killed_one_is_finished_later(DbEngine engine)
    {
        await using var host = await AccessHost.StartAsync(engine);
        var cipher = host.Services.GetRequiredService<FieldCipher>();
        await using var scope = host.Operator(AccessHost.County);
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        await db.BulkInsertAsync(Enumerable.Range(0, 1700).Select(i => new Well
        {
            County = AccessHost.County.County, Id = Ids.New(TimeProvider.System), Region = AccessHost.County.Value, Note = $"{i}",
            OwnerCipher = i % 17 == 0 ? null : cipher.Encrypt($"owner {i}"),
        }), Ct);
        var rotation = scope.ServiceProvider.GetRequiredService<KeyRotation>();
        using (var killed = CancellationTokenSource.CreateLinkedTokenSource(Ct))
        {
            await Should.ThrowAsync<OperationCanceledException>(() => rotation.RotateAsync(true, (_, done) =>
            {
                if (done >= 500)
                {
                    killed.Cancel();
                }
            }, killed.Token));
        }

        (await VersionsAsync(db)).Keys.Order().ShouldBe([1, 2]);
        await ShouldReadAsync(db, cipher);
        await using var again = host.Operator(AccessHost.County);
        var report = await again.ServiceProvider.GetRequiredService<KeyRotation>().RotateAsync(false, null, Ct);
        report.Key.ShouldBe(2);
        (await VersionsAsync(db)).ShouldBe(new Dictionary<int, int> { [2] = 1600 });
        await ShouldReadAsync(db, cipher);
    }

    [Fact]
    public async Task A_server_reads_values_written_with_a_key_that_another_process_has_just_added()
    {
        await using var host = await AccessHost.StartAsync(DbEngine.Sqlite);
        await using var other = await AccessHost.StartAsync(DbEngine.Sqlite, on: host.Database);
        await using (var scope = other.Operator())
        {
            await scope.ServiceProvider.GetRequiredService<KeyRotation>().RotateAsync(true, null, Ct);
        }

        var written = other.Services.GetRequiredService<FieldCipher>().Encrypt(Canary);
        written[0].ShouldBe((byte)2);
        host.Services.GetRequiredService<FieldCipher>().Decrypt(written).ShouldBe(Canary);
    }

    [Theory, EachEngine]
    public async Task Keys_come_back_from_their_sealed_copy_and_only_for_their_own_database(DbEngine engine)
    {
        const string passphrase = "correct horse battery";
        await using var database = await TestDatabase.CreateAsync(engine);
        await using (await AccessHost.StartAsync(engine, on: database))
        {
        }

        var (path, copy) = (Path.Combine(database.Folder, "test.keys"), Path.Combine(database.Folder, "keys.sealed"));
        var keys = await File.ReadAllBytesAsync(path, Ct);
        Should.Throw<ProblemException>(() => KeyBackup.Write(path, copy, "short")).Problems.Single().Code.ShouldBe("passphrase-short");
        File.Exists(copy).ShouldBeFalse();
        KeyBackup.Write(path, copy, passphrase);
        (await File.ReadAllBytesAsync(copy, Ct)).AsSpan().IndexOf("lookup"u8).ShouldBe(-1);
        File.Delete(path);
        Code(() => Restore("another passphrase")).ShouldBe("passphrase-wrong");
        var torn = await File.ReadAllBytesAsync(copy, Ct);
        torn[^3] ^= 1;
        await File.WriteAllBytesAsync(copy + ".torn", torn, Ct);
        Code(() => KeyBackup.Restore(copy + ".torn", path, passphrase, database.Target, TimeProvider.System)).ShouldBe("passphrase-wrong");
        File.Exists(path).ShouldBeFalse();
        Restore(passphrase).ShouldBeNull();
        (await File.ReadAllBytesAsync(path, Ct)).ShouldBe(keys);
        await using (await AccessHost.StartAsync(engine, on: database))
        {
        }

        KeyFile.New().Write(path);
        Restore(passphrase).ShouldNotBeNull();
        await using var other = await TestDatabase.CreateAsync(engine);
        await using (await AccessHost.StartAsync(engine, on: other))
        {
        }

        Code(() => KeyBackup.Restore(copy, Path.Combine(other.Folder, "test.keys"), passphrase, other.Target, TimeProvider.System)).ShouldBe("keys-wrong");

        string? Restore(string with) => KeyBackup.Restore(copy, path, with, database.Target, TimeProvider.System);
        static string Code(Action work) => Should.Throw<ProblemException>(work).Problems.Single().Code;
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_key_file_of_the_first_release_is_read()
    {
        await using var database = await TestDatabase.CreateAsync(DbEngine.Sqlite);
        var path = Path.Combine(database.Folder, "old.keys");
        var (data, lookup) = (RandomNumberGenerator.GetBytes(32), RandomNumberGenerator.GetBytes(32));
        await File.WriteAllTextAsync(path, $$"""{"data":[{"version":1,"key":"{{Convert.ToBase64String(data)}}"}],"lookup":"{{Convert.ToBase64String(lookup)}}","audit":"{{Convert.ToBase64String(data)}}"}""", Ct);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        KeyFile.Read(path).WritingLookup.Key.ShouldBe(lookup);
        KeyFile.Read(path).WithNewLookupKey().Write(path);
        var read = KeyFile.Read(path);
        read.Lookup.Select(k => k.Version).ShouldBe([1, 2]);
        read.WritingLookup.Version.ShouldBe(1);
    }

    [Fact]
    public async Task No_personal_value_lies_readable_in_any_file_of_the_system()
    {
        await using var host = await AccessHost.StartAsync(DbEngine.Sqlite);
        using var clerk = await host.SignInAsync(Roles.CountyClerk);
        (await clerk.PostAsync("/wells", new { region = AccessHost.County.Value, owner = Canary }, "once")).StatusCode.ShouldBe(HttpStatusCode.Created);
        var again = await clerk.PostAsync("/wells", new { region = AccessHost.County.Value, owner = Canary }, "once");
        (await again.Content.ReadAsStringAsync(Ct)).ShouldContain(Canary);
        await using (var scope = host.Operator(AccessHost.County))
        {
            var files = scope.ServiceProvider.GetRequiredService<FileStore>();
            await files.SaveAsync("list.csv", "text/csv", new MemoryStream(Encoding.UTF8.GetBytes($"{Canary},85.00\n")), ct: Ct);
        }

        var looked = 0;
        foreach (var file in Directory.EnumerateFiles(host.Database.Folder, "*", SearchOption.AllDirectories))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            await stream.ReadExactlyAsync(bytes, Ct);
            bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(Canary)).ShouldBe(-1, file);
            bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(Canary)).ShouldBe(-1, file);
            looked++;
        }

        looked.ShouldBeGreaterThan(4);
    }

    private static async Task<string> RefusalAsync(DbEngine engine, TestDatabase database) =>
        (await Should.ThrowAsync<ProblemException>(() => AccessHost.StartAsync(engine, on: database))).Problems.Single().Code;

    private static async Task<Dictionary<int, int>> VersionsAsync(PlatformDb db) =>
        (await db.Set<Well>().AsNoTracking().Where(w => w.OwnerCipher != null).Select(w => w.OwnerCipher!).ToListAsync(Ct))
            .GroupBy(c => (int)c[0]).ToDictionary(g => g.Key, g => g.Count());

    private static async Task ShouldReadAsync(PlatformDb db, FieldCipher cipher)
    {
        foreach (var well in await db.Set<Well>().AsNoTracking().Where(w => w.OwnerCipher != null).ToListAsync(Ct))
        {
            cipher.Decrypt(well.OwnerCipher!).ShouldBe($"owner {well.Note}");
        }
    }
}
