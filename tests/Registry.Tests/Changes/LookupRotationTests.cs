using System.Security.Cryptography;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Data;
using Fuyao.Registry.Changes;
using Fuyao.Registry.Model;
using Fuyao.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Fuyao.Registry.Tests.Changes;

public sealed class LookupRotationTests
{
    private const int Households = 700;

    private static readonly DateOnly Day = new(2016, 5, 1);

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory, EachEngine]
    public async Task While_the_look_up_key_changes_everybody_is_found_and_writes_go_on_and_afterwards_nothing_seems_changed(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        await register.StateAsync([.. Enumerable.Range(1, Households).Select(n => Some.Household(n))], _ => Span.Always);
        var before = await HashesAsync(register);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var (looked, missed, written) = (0, 0, 0);
        var reading = Task.Run(async () =>
        {
            for (var n = 1; !ended.IsCancellationRequested; n = (n % Households) + 1, looked++)
            {
                missed += await IsFoundAsync(register, n) ? 0 : 1;
            }
        }, Ct);
        var writing = Task.Run(async () =>
        {
            for (var n = 1; !ended.IsCancellationRequested; n++, written++)
            {
                await register.StateAsync([Some.Household(Households + n)], _ => Span.Always);
                missed += await IsFoundAsync(register, Households + n) ? 0 : 1;
            }
        }, Ct);

        // Killed once on the way, then finished.
        using (var killed = CancellationTokenSource.CreateLinkedTokenSource(Ct))
        {
            await Should.ThrowAsync<OperationCanceledException>(() => RotateAsync(register, true, done =>
            {
                if (done >= 500)
                {
                    killed.Cancel();
                }
            }, killed.Token));
        }

        (await RotateAsync(register, false, null, Ct)).Values.ShouldBeGreaterThan(0);
        await ended.CancelAsync();
        await Task.WhenAll(reading, writing);
        (looked, written).ShouldSatisfyAllConditions(c => c.looked.ShouldBeGreaterThan(20), c => c.written.ShouldBeGreaterThan(3));
        missed.ShouldBe(0);

        var after = await HashesAsync(register);
        before.Keys.ShouldAllBe(id => !after[id].SequenceEqual(before[id]));
        (await KeysAsync(register)).ShouldBe(1);
        foreach (var n in (int[])[1, 250, Households, Households + 1])
        {
            (await IsFoundAsync(register, n)).ShouldBeTrue();
        }

        // What is stated again is recognised as known under the new key.
        var rows = await register.CountRowsAsync();
        await register.AsAsync("610729", async services =>
        {
            var known = await HouseholdAggregate.LoadByNumberAsync(services.GetRequiredService<PlatformDb>(), Some.County, ["H000001", "H000700"], Ct);
            var planner = services.GetRequiredService<HouseholdPlanner>();
            planner.Plan(known["H000001"], Some.Household(1), Span.Always, Ids.New(register.Clock)).IsUnchanged.ShouldBeTrue();
            planner.Plan(known["H000700"], Some.Household(700), Span.Always, Ids.New(register.Clock)).IsUnchanged.ShouldBeTrue();
            return true;
        });
        (await register.CountRowsAsync()).ShouldBe(rows);
        (await RotateAsync(register, false, null, Ct)).Values.ShouldBe(0);
    }

    [Theory, EachEngine]
    public async Task Every_hash_that_depends_on_a_look_up_key_is_known_to_the_rotation(DbEngine engine)
    {
        await using var register = await Register.CreateAsync(engine);
        // Hashes that no secret goes into, or the audit's.
        string[] unkeyed = ["PrevHash", "Hash", "RequestHash", "PasswordHash", "AddressHash", "RecordVersion.FactsHash", "Decision.FactsHash"];
        await register.AsAsync("610729", services =>
        {
            var known = services.GetServices<IKeyedHashes>().SelectMany(h => h.KeyedHashes()).Select(h => $"{h.Entity.Name}.{h.Property}").ToHashSet();
            var hashes = services.GetRequiredService<PlatformDb>().Model.GetEntityTypes().SelectMany(e => e.GetProperties())
                .Where(p => p.ClrType == typeof(byte[]) && p.Name.EndsWith("Hash", StringComparison.Ordinal) && !unkeyed.Contains(p.Name))
                .Select(p => $"{p.DeclaringType.ClrType.Name}.{p.Name}").Except(unkeyed).ToList();
            hashes.ShouldNotBeEmpty();
            hashes.Except(known).ShouldBeEmpty("name it in its module's IKeyedHashes, or in the list of unkeyed hashes of this test");
            return Task.FromResult(true);
        });
    }

    private static Task<RotationReport> RotateAsync(Register register, bool newKey, Action<long>? progress, CancellationToken ct) =>
        register.AsAsync("610729", services => services.GetRequiredService<KeyRotation>().RotateLookupAsync(newKey, (_, done) => progress?.Invoke(done), ct));

    private static Task<bool> IsFoundAsync(Register register, int n) => register.AsAsync("610729", async services =>
    {
        var hashes = services.GetRequiredService<Seal>().PhoneHashes(Some.Household(n).Phone!);
        return await services.GetRequiredService<PlatformDb>().Set<HouseholdVersion>().AnyAsync(v => hashes.Contains(v.PhoneHash), Ct);
    });

    private static Task<int> KeysAsync(Register register) => register.AsAsync("610729", services => Task.FromResult(services.GetRequiredService<FieldCipher>().LookupKeys.Count));

    private static Task<Dictionary<Guid, byte[]>> HashesAsync(Register register) => register.AsAsync("610729", async services =>
    {
        var db = services.GetRequiredService<PlatformDb>();
        var households = await db.Set<HouseholdVersion>().AsNoTracking().ToListAsync(Ct);
        var persons = await db.Set<PersonVersion>().AsNoTracking().ToListAsync(Ct);
        return households.Select(v => (v.Id, Hashes: (byte[])[.. v.PhoneHash!, .. v.FactsHash]))
            .Concat(persons.Where(v => v.IdHash is not null).Select(v => (v.Id, Hashes: (byte[])[.. v.IdHash!, .. v.FactsHash])))
            .ToDictionary(v => v.Id, v => SHA256.HashData(v.Hashes));
    });
}
