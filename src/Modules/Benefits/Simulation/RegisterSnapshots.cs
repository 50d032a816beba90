using System.Collections.Concurrent;
using Fuyao.Benefits.Contracts;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Kernel.Text;

namespace Fuyao.Benefits.Simulation;

/// <summary>Which register: of a place, for a day, as known now or as it was known at a time.</summary>
/// <param name="KnownAt">Null: as known when it is read.</param>
internal readonly record struct SnapshotKey(RegionCode Place, DateOnly On, DateTimeOffset? KnownAt = null)
{
    /// <summary>A time that has not come yet is now.</summary>
    public static SnapshotKey Of(RegionCode place, DateOnly on, DateTimeOffset? knownAt, TimeProvider clock) =>
        new(place, on, knownAt < clock.GetUtcNow() ? knownAt : null);
}

/// <summary>A snapshot that is being read, or is there.</summary>
internal sealed class SnapshotEntry
{
    private int _read;

    public required Task<RegisterSnapshot> Loading { get; set; }

    public required CancellationTokenSource Stop { get; init; }

    /// <summary>Households read so far.</summary>
    public int Read
    {
        get => Volatile.Read(ref _read);
        set => Volatile.Write(ref _read, value);
    }

    /// <summary>Households to be read.</summary>
    public required int Households { get; init; }

    public required int Persons { get; init; }

    public DateTimeOffset Used { get; set; }

    public long Bytes => Persons * RegisterSnapshots.BytesAPerson;
}

/// <summary>
/// Registers in memory, one for each place, day and time of knowledge, shared by everybody who may see the whole place. A snapshot stays as it was read, so that
/// comparisons on a page rest on one population; who opens it anew is told when the register has changed since and reads it again.
/// Singleton; memory and idle time are bounded by <see cref="SnapshotOptions"/>.
/// </summary>
internal sealed class RegisterSnapshots(SnapshotLoader loader, SnapshotOptions options, TimeProvider clock) : IDisposable
{
    /// <summary>Columns of all facts, by measurement: what a person holds with a share of the household.</summary>
    public const long BytesAPerson = 900;

    // Reading fills both processors and the disk: one register after another.
    private readonly SemaphoreSlim _turn = new(1);
    private readonly SemaphoreSlim _questions = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly ConcurrentDictionary<SnapshotKey, SnapshotEntry> _entries = new();
    private readonly Lock _lock = new();

    /// <summary>The entry of a register; reading begins when there is none.</summary>
    /// <param name="key">Which register.</param>
    /// <param name="size">Households and persons that will be read.</param>
    /// <exception cref="ProblemException">422: more than may be kept in memory.</exception>
    public async Task<SnapshotEntry> OpenAsync(SnapshotKey key, Func<Task<(int Households, int Persons)>> size)
    {
        Tidy();
        if (Find(key) is { } known)
        {
            return known;
        }

        var (households, persons) = await size();
        if (persons * BytesAPerson > options.MemoryMiB * 1024L * 1024)
        {
            throw new ProblemException(422, new Problem("register-too-large", new LocalText(
                $"该地区 {persons:N0} 人,超出模拟可用内存({options.MemoryMiB} MiB)。请选择下级地区,或由管理员调高 Simulation:MemoryMiB。",
                $"The place has {persons:N0} persons, more than simulations may keep in memory ({options.MemoryMiB} MiB). Choose a place below it, or have Simulation:MemoryMiB raised."), "region"));
        }

        lock (_lock)
        {
            if (Find(key) is { } meanwhile)
            {
                return meanwhile;
            }

            MakeRoom(persons * BytesAPerson);
            var stop = new CancellationTokenSource();
            var entry = new SnapshotEntry { Loading = Task.FromCanceled<RegisterSnapshot>(new CancellationToken(true)), Stop = stop, Households = households, Persons = persons, Used = clock.GetUtcNow() };
            entry.Loading = Task.Run(() => LoadAsync(key, entry), stop.Token);
            _entries[key] = entry;
            return entry;
        }
    }

    /// <summary>The snapshot when it is there.</summary>
    /// <exception cref="ProblemException">409: it has not been read; or what went wrong in reading it.</exception>
    public async Task<RegisterSnapshot> GetAsync(SnapshotKey key) =>
        Find(key) is { Loading.IsCompleted: true } entry ? await entry.Loading : throw new ProblemException(409, new Problem("register-not-in-memory", new LocalText(
            "名册尚未读入内存,请先读入(打开模拟页面即可)。", "The register is not in memory yet: read it first (opening the page does).")));

    /// <summary>Works a question out when it is its turn: so many at a time that memory for results stays bounded. Whoever no longer waits gives the turn up.</summary>
    public async Task<T> InTurnAsync<T>(Func<Task<T>> work, CancellationToken ct)
    {
        await _questions.WaitAsync(ct);
        try
        {
            return await work();
        }
        finally
        {
            _questions.Release();
        }
    }

    /// <summary>Forgets a snapshot; reading stops.</summary>
    public void Drop(SnapshotKey key)
    {
        if (_entries.TryRemove(key, out var entry))
        {
            entry.Stop.Cancel();
        }
    }

    public void Dispose()
    {
        foreach (var entry in _entries.Values)
        {
            entry.Stop.Cancel();
        }
    }

    private SnapshotEntry? Find(SnapshotKey key)
    {
        if (!_entries.TryGetValue(key, out var entry))
        {
            return null;
        }

        entry.Used = clock.GetUtcNow();
        return entry;
    }

    private async Task<RegisterSnapshot> LoadAsync(SnapshotKey key, SnapshotEntry entry)
    {
        await _turn.WaitAsync(entry.Stop.Token);
        try
        {
            return await loader.LoadAsync(key, key.Place.Range, new Counting(entry), entry.Stop.Token);
        }
        finally
        {
            _turn.Release();
        }
    }

    private void Tidy()
    {
        foreach (var (key, entry) in _entries.Where(e => e.Value.Used + options.Idle < clock.GetUtcNow()))
        {
            Drop(key);
        }
    }

    private void MakeRoom(long bytes)
    {
        var most = options.MemoryMiB * 1024L * 1024;
        foreach (var (key, entry) in _entries.OrderBy(e => e.Value.Used).ToList())
        {
            if (_entries.Values.Sum(e => e.Bytes) + bytes <= most)
            {
                return;
            }

            Drop(key);
        }
    }

    private sealed class Counting(SnapshotEntry entry) : IProgress<int>
    {
        public void Report(int value) => entry.Read = value;
    }
}
