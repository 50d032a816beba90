using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Channels;
using Fuyao.Kernel;
using Fuyao.Kernel.Problems;
using Fuyao.Policy.Contracts;
using Fuyao.Registry.Contracts;

namespace Fuyao.Benefits.Runs;

/// <summary>
/// Turns households into chunks: one task reads ahead, others evaluate stretches of households, and the chunks come out in the
/// order of reading. A stretch ends with its township, so a chunk is one short transaction in one township.
/// </summary>
internal sealed class Evaluation(PreparedPack pack, RunFrame run, TimeProvider clock)
{
    private const int HouseholdsAChunk = 1_000;
    private const int ChunksAhead = 2;

    // A run of a county has a few thousand; whoever writes a rule that reads something of everybody's own shall not fill the memory.
    private const int ExplanationsKept = 50_000;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ConcurrentDictionary<PolicyResult, Explained> explanations = new(SameExplanation.Instance);

    public async IAsyncEnumerable<Chunk> RunAsync(
        IAsyncEnumerable<HouseholdRecord> households, [EnumeratorCancellation] CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ahead = Channel.CreateBounded<Task<Chunk>>(ChunksAhead);
        var reading = ReadAsync(households, ahead.Writer, stop.Token);
        try
        {
            await foreach (var chunk in ahead.Reader.ReadAllAsync(ct))
            {
                yield return await chunk;
            }

            await reading;
        }
        finally
        {
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(IAsyncEnumerable<HouseholdRecord> households, ChannelWriter<Task<Chunk>> ahead, CancellationToken ct)
    {
        await Task.Yield();
        try
        {
            var stretch = new List<HouseholdRecord>();
            await foreach (var household in households.WithCancellation(ct))
            {
                if (stretch.Count > 0 && (stretch.Count == HouseholdsAChunk || household.Region / 1_000 != stretch[^1].Region / 1_000))
                {
                    await SendAsync(stretch);
                    stretch = [];
                }

                stretch.Add(household);
            }

            if (stretch.Count > 0)
            {
                await SendAsync(stretch);
            }

            ahead.Complete();
        }
        catch (Exception failure)
        {
            ahead.Complete(failure);
            throw;
        }

        async Task SendAsync(List<HouseholdRecord> stretch) => await ahead.WriteAsync(Task.Run(() => Evaluate(stretch), ct), ct);
    }

    private Chunk Evaluate(List<HouseholdRecord> stretch)
    {
        var chunk = new Chunk
        {
            Households = stretch.Count,
            LastRegion = stretch[^1].Region,
            LastHousehold = stretch[^1].Id,
        };
        foreach (var household in stretch)
        {
            Evaluate(household, chunk);
        }

        return chunk;
    }

    private void Evaluate(HouseholdRecord household, Chunk chunk)
    {
        HouseholdOutcome outcome;
        try
        {
            outcome = pack.Evaluate(household.Json, Policy.Contracts.Explain.Awards);
        }
        catch (ProblemException unreadable)
        {
            // One household that the rules cannot read must not keep a county from being paid: it waits for a person.
            chunk.Questions.Add(Ask(household, "", household.Id, "", QuestionKind.Manual, string.Join(",", unreadable.Problems.Select(p => p.Path ?? p.Code))));
            chunk.Totals.Manual++;
            chunk.Persons += household.Persons.Count;
            return;
        }

        chunk.Persons += outcome.Persons;
        chunk.Totals.Conflicts += outcome.Conflicts.Count > 0 ? 1 : 0;
        foreach (var result in outcome.Results)
        {
            Take(household, result, chunk);
        }
    }

    private void Take(HouseholdRecord household, PolicyResult result, Chunk chunk)
    {
        if (result.Unit == PolicyPeriod.Month && !run.MonthlyFallsDue)
        {
            return;
        }

        switch (result.Status)
        {
            case ResultStatus.NotEligible:
                chunk.Totals.NotEligible++;
                break;
            case ResultStatus.Excluded:
                chunk.Totals.Excluded++;
                break;
            case ResultStatus.Undetermined:
                chunk.Totals.Undetermined++;
                chunk.Questions.Add(Ask(household, result.Policy, Guid.Parse(result.Subject), result.Period, QuestionKind.Undetermined, string.Join(",", result.Needs)));
                break;
            case ResultStatus.Manual:
                chunk.Totals.Manual++;
                chunk.Questions.Add(Ask(household, result.Policy, Guid.Parse(result.Subject), result.Period, QuestionKind.Manual, ""));
                break;
            case ResultStatus.Awarded when result.Amount == Money.Zero:
                chunk.Totals.WithoutAmount++;
                break;
            default:
                chunk.Candidates.Add(Award(household, result, chunk));
                break;
        }
    }

    private Candidate Award(HouseholdRecord household, PolicyResult result, Chunk chunk)
    {
        var explained = Explain(result, chunk);
        var subject = Guid.Parse(result.Subject);
        var person = household.Persons.FirstOrDefault(p => p.Id == subject);
        var cash = result.Parts.Where(p => p.Kind == BenefitKind.Cash && p.Payee is Payee.Household or Payee.Person).ToList();
        var award = new Award
        {
            County = run.County,
            Id = Ids.New(clock),
            Region = household.Region,
            RunId = run.Id,
            HouseholdId = household.Id,
            HouseholdNumber = household.Number,
            HeadName = household.HeadName,
            PersonId = person?.Id,
            PersonName = person?.Name,
            Policy = result.Policy,
            Subject = subject,
            Unit = Codes.Of(result.Unit),
            Period = result.Period,
            Status = AwardStatus.Awarded,
            Amount = result.Amount,
            Cash = cash.Aggregate(Money.Zero, (sum, part) => sum + part.Amount),
            Payee = cash.Count == 0 ? null : Codes.Of(cash[0].Payee),
            Parts = explained.Parts,
            Funding = explained.FundingText,
            ExplanationHash = explained.Explanation.Hash,
            HouseholdVersion = household.VersionId,
        };
        return new Candidate(award, explained.Funding, explained.Key);
    }

    // Thousands of awards share an explanation; only its first award pays for text, hash and lists.
    private Explained Explain(PolicyResult result, Chunk chunk)
    {
        if (!explanations.TryGetValue(result, out var explained))
        {
            explained = Write(result, chunk);
            if (explanations.Count < ExplanationsKept)
            {
                explanations.TryAdd(result, explained);
            }
        }

        chunk.Explanations.TryAdd(explained.Key, explained);
        return explained;
    }

    private Explained Write(PolicyResult result, Chunk chunk)
    {
        chunk.Buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(chunk.Buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("pack", run.Pack);
            json.WriteString("pack_hash", run.PackHash);
            json.WritePropertyName("result");
            (result with { Subject = "", Period = "" }).WriteTo(json);
            json.WriteEndObject();
        }

        var text = chunk.Buffer.WrittenSpan;
        var hash = SHA256.HashData(text);
        var funding = result.Funding.Select(f => new FundLine(f.Source, f.Amount)).ToList();
        return new Explained(
            Convert.ToHexString(hash),
            new Explanation { County = run.County, Hash = hash, Text = Encoding.UTF8.GetString(text) },
            JsonSerializer.Serialize(result.Parts.Select(p => new PartLine(Codes.Of(p.Kind), Codes.Of(p.Payee), p.Amount)), BenefitsJson.Options),
            JsonSerializer.Serialize(funding, BenefitsJson.Options),
            funding);
    }

    private Question Ask(HouseholdRecord household, string policy, Guid subject, string period, QuestionKind kind, string needs)
    {
        var person = household.Persons.FirstOrDefault(p => p.Id == subject);
        return new Question
        {
            County = run.County,
            Id = Ids.New(clock),
            Region = household.Region,
            RunId = run.Id,
            HouseholdId = household.Id,
            HouseholdNumber = household.Number,
            HeadName = household.HeadName,
            PersonId = person?.Id,
            PersonName = person?.Name,
            Policy = policy,
            Subject = subject,
            Period = period,
            Kind = kind,
            Needs = needs,
        };
    }
}
