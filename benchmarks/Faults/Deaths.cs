using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Fuyao.Benchmarks.Faults;

/// <summary>
/// The server dies under load at random instants. What kill -9 leaves is what the files hold at that instant: so the process is stopped
/// (SIGSTOP), its files are copied and read back as a start would read them, and it goes on. Every 25th death is a kill in earnest, with
/// a new start and retries by the same keys. A death costs a tenth of a second that way, a start seconds.
/// </summary>
internal static class Deaths
{
    private const int InstantsALife = 25;
    private const int AuditEvery = 20;
    private const int Clerks = 4;

    /// <summary>What a death costs grows with what was written: after so many, the rest happen to a new system.</summary>
    private const int DeathsASystem = 200;

    private sealed class Counts
    {
        public int Instants, Kills, Acknowledged, Lost, Twice, Unexplained, Broken, Audits, AuditsRead, Open;

        public List<double> Starts { get; } = [];
    }

    public static async IAsyncEnumerable<Measurement> UnderLoadAsync(BenchmarkContext context, int deaths, [EnumeratorCancellation] CancellationToken ct)
    {
        var (counts, random) = (new Counts(), new Random(20_161_122));
        for (var left = deaths; left > 0; left -= DeathsASystem)
        {
            await OfOneSystemAsync(context, Math.Min(left, DeathsASystem), counts, random, ct);
            context.Tell($"deaths under load: {counts.Instants} instants and {counts.Kills} kills, {counts.Acknowledged} acknowledged writes");
        }

        var starts = counts.Starts;
        yield return new("death under load: nothing was acknowledged, so nothing was tested", counts.Acknowledged > deaths ? 0 : 1, FaultBenchmark.Violations, counts.Acknowledged);
        yield return new("death under load: acknowledged writes lost", counts.Lost, FaultBenchmark.Violations, counts.Instants + counts.Kills);
        yield return new("death under load: writes stored twice", counts.Twice, FaultBenchmark.Violations, counts.Instants + counts.Kills);
        yield return new("death under load: stored writes that nobody sent or that are half there", counts.Unexplained, FaultBenchmark.Violations, counts.Instants + counts.Kills);
        yield return new("death under load: databases that are not sound", counts.Broken, FaultBenchmark.Violations, counts.Instants + counts.Kills);
        yield return new("death under load: audit broken", counts.Audits, FaultBenchmark.Violations, counts.AuditsRead);
        yield return new("kill -9 under load: writes left without an answer even by retries", counts.Open, FaultBenchmark.Violations, counts.Kills);
        yield return new("kill -9 under load: slowest start to ready", starts.Max(), "s", starts.Count);
        yield return new("kill -9 under load: starts slower than 5 s", starts.Count(s => s > 5), FaultBenchmark.Violations, starts.Count);
    }

    private static async Task OfOneSystemAsync(BenchmarkContext context, int deaths, Counts counts, Random random, CancellationToken ct)
    {
        var folder = Path.Combine(context.Folder, "kills");
        var database = Path.Combine(folder, "fuyao.db");
        await using var server = await FaultServer.CreateAsync(context, database, ct);
        var load = new Load(server);
        for (var died = 0; died < deaths;)
        {
            counts.Starts.Add(await server.StartAsync(ct));
            // First what the last kill left without an answer: the same key, so that it counts once whatever became of it.
            await load.RetryAsync(ct);
            var clerks = Enumerable.Range(0, Clerks).Select(_ => load.WorkAsync(ct)).ToList();
            for (var i = 1; i < InstantsALife && died < deaths - 1; i++)
            {
                await Task.Delay(random.Next(20, 120), ct);
                var copy = Path.Combine(context.Folder, "instant", "fuyao.db");
                var known = await server.CopyStoppedAsync(copy, load.Acknowledged, ct);
                var (stored, half, sound) = Read(copy);
                died++;
                counts.Instants++;
                counts.Lost += known.Count(n => !stored.ContainsKey(n));
                counts.Twice += stored.Values.Count(c => c > 1);
                counts.Unexplained += load.Unexplained(stored) + half;
                counts.Broken += sound ? 0 : 1;
                if (counts.Instants % AuditEvery == 0)
                {
                    counts.AuditsRead++;
                    counts.Audits += await FaultBenchmark.AuditFaultsAsync(context, copy, ct);
                }

                SqliteConnection.ClearAllPools();
                Directory.Delete(Path.GetDirectoryName(copy)!, recursive: true);
            }

            await Task.Delay(random.Next(20, 120), ct);
            await server.KillAsync();
            died++;
            counts.Kills++;
            await Task.WhenAll(clerks);
        }

        counts.Starts.Add(await server.StartAsync(ct));
        await load.RetryAsync(ct);
        await server.KillAsync();
        var (atLast, halfAtLast, whole) = Read(database);
        var acknowledged = load.Acknowledged();
        counts.Acknowledged += acknowledged.Count;
        counts.Lost += acknowledged.Count(n => !atLast.ContainsKey(n));
        counts.Twice += atLast.Values.Count(c => c > 1);
        counts.Unexplained += load.Unexplained(atLast) + halfAtLast;
        counts.Broken += whole ? 0 : 1;
        counts.AuditsRead++;
        counts.Audits += await FaultBenchmark.AuditFaultsAsync(context, database, ct);
        counts.Open += load.Open;
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Opens the database as a start does, which brings the log of the last writes in; how often each number is registered.</summary>
    private static (IReadOnlyDictionary<string, int> Stored, int Half, bool Sound) Read(string database)
    {
        using (var connection = new SqliteConnection($"Data Source={database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "pragma quick_check";
            if (command.ExecuteScalar() is not "ok")
            {
                return (new Dictionary<string, int>(), 0, false);
            }
        }

        return (FaultServer.Registered(database), FaultServer.HalfRegistered(database), true);
    }

    /// <summary>Clerks who register one household after another and keep what was acknowledged and what was left without an answer.</summary>
    private sealed class Load(FaultServer server)
    {
        private readonly HashSet<string> acknowledged = [];
        private readonly Dictionary<string, string> unanswered = [];
        private int number;

        public int Open => unanswered.Count;

        public IReadOnlyList<string> Acknowledged()
        {
            lock (acknowledged)
            {
                return [.. acknowledged];
            }
        }

        /// <summary>How many of the numbers no clerk ever sent.</summary>
        public int Unexplained(IReadOnlyDictionary<string, int> stored)
        {
            var sent = Volatile.Read(ref number);
            return stored.Keys.Count(k => !(k[0] == 'K' && int.Parse(k.AsSpan(1), CultureInfo.InvariantCulture) is var n && n >= 1 && n <= sent));
        }

        public async Task WorkAsync(CancellationToken ct)
        {
            while (true)
            {
                var (household, key) = ($"K{Interlocked.Increment(ref number):000000}", FaultServer.NewKey());
                var status = await server.RegisterAsync(household, key, ct);
                Keep(household, key, status);
                if (status is null)
                {
                    return;
                }
            }
        }

        public async Task RetryAsync(CancellationToken ct)
        {
            foreach (var (household, key) in unanswered.ToList())
            {
                Keep(household, key, await server.RegisterAsync(household, key, ct));
            }
        }

        private void Keep(string household, string key, HttpStatusCode? status)
        {
            lock (acknowledged)
            {
                if (status is HttpStatusCode.Created)
                {
                    acknowledged.Add(household);
                    unanswered.Remove(household);
                }
                else
                {
                    unanswered[household] = key;
                }
            }
        }
    }
}
