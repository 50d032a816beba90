using Fuyao.Kernel.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fuyao.Policy.Publishing;

/// <summary>
/// Looks up what is published: at the start, after each publication of this process, when another server signals one, and now and then in case a signal
/// was lost or the database carries none.
/// </summary>
internal sealed class PublishedPacksReader(IServiceScopeFactory scopes, PublishedPacks published, DatabaseSignals signals, TimeProvider clock, ILogger<PublishedPacksReader> log) : BackgroundService
{
    /// <summary>Sent with the transaction that publishes or withdraws.</summary>
    public const string Signal = "fuyao_packs";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _one = new(1, 1);
    private (int Publications, int Withdrawals) _seen;

    public async Task RefreshAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
            // Both only grow.
            var now = (await db.Set<Publication>().CountAsync(ct), await db.Set<Withdrawal>().CountAsync(ct));
            if (now == _seen)
            {
                return;
            }

            var publications = await db.Set<Publication>().AsNoTracking().ToListAsync(ct);
            var withdrawn = await db.Set<Withdrawal>().AsNoTracking().Select(w => w.Id).ToHashSetAsync(ct);
            published.Set([.. publications.Select(p => new PublishedVersion(p.Pack, p.Sequence, p.Hash, p.EffectiveFrom, withdrawn.Contains(p.Id), p.Content()))]);
            _seen = now;
        }
        finally
        {
            _one.Release();
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(LookAsync(stoppingToken), signals.ListenAsync(Signal, RefreshAsync, stoppingToken));

    private async Task LookAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // What is known stays in force; the database comes back.
                log.LogWarning(e, "Published packs could not be looked up");
            }
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }
}
