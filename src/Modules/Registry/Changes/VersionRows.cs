using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Fuyao.Access.Contracts;
using Fuyao.Kernel;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Lists;
using Fuyao.Registry.Model;

namespace Fuyao.Registry.Changes;

/// <summary>From states in clear to rows: columns for lists, sealed values, canonical facts and the hash over all of it.</summary>
internal sealed class VersionRows(Seal seal) : IKeyedHashes
{
    public HouseholdVersion Household(WrittenFacts written, int county, Guid id, Guid change, Span span)
    {
        var state = written.State;
        var (facts, json) = (state.Facts, written.Json);
        var living = state.Persons.Count(p => !p.Facts.Death.TryGet(out var death) || death > span.From);
        return new HouseholdVersion
        {
            County = county,
            Id = id,
            HouseholdId = state.Id,
            Number = state.Number,
            Region = state.Region,
            GroupName = facts.Group.TryGet(out var group) ? group : null,
            Status = facts.Status.TryGet(out var status) ? Facts.Code(status) : null,
            Category = facts.Category.TryGet(out var category) ? Facts.Code(category) : null,
            MainCause = facts.Causes.TryGet(out var causes) && causes.Length > 0 ? Facts.Code(causes[0]) : null,
            IncomePerHead = IncomePerHead.Of(facts.Income, living) ?? (living == 0 ? null : state.StatedIncomePerHead),
            StatedIncomePerHead = state.StatedIncomePerHead,
            IncomeYear = facts.Income.TryGet(out var income) ? income.Year : null,
            HeadName = state.Head?.Name,
            MemberCount = living,
            BankAccountCipher = seal.Encrypt(state.BankAccount),
            BankAccountHash = seal.AccountHash(state.BankAccount),
            PhoneCipher = seal.Encrypt(state.Phone),
            PhoneHash = seal.PhoneHash(state.Phone),
            Facts = Encoding.UTF8.GetString(json),
            Facets = Facets.Of(json, state.Persons.Where(p => !p.Facts.Death.TryGet(out var death) || death > span.From).Select(written.Of)),
            FactsHash = Hash(seal.LookupKeys[0], json, state.Region, state.StatedIncomePerHead, state.Phone, state.BankAccount),
            ValidFrom = span.From,
            ValidTo = span.To,
            OpenedBy = change,
        };
    }

    public PersonVersion Person(PersonState state, WrittenFacts written, int county, Guid id, Guid change, Span span)
    {
        var (household, json) = (written.State, written.Of(state));
        return new PersonVersion
        {
            County = county,
            Id = id,
            PersonId = state.Id,
            HouseholdId = household.Id,
            Region = household.Region,
            Name = state.Name,
            Sex = Facts.Code(state.Facts.Sex),
            Birth = state.Facts.Birth,
            Relation = state.Facts.Relation.TryGet(out var relation) ? relation : null,
            IdCipher = seal.Encrypt(state.IdNumber),
            IdHash = seal.IdNumberHash(state.IdNumber),
            CardCipher = seal.Encrypt(state.DisabilityCard),
            PhoneCipher = seal.Encrypt(state.Phone),
            Facts = Encoding.UTF8.GetString(json),
            FactsHash = Hash(
                seal.LookupKeys[0], json, household.Id, household.Region, state.Name, state.IdNumber, state.DisabilityCard, state.Phone),
            ValidFrom = span.From,
            ValidTo = span.To,
            OpenedBy = change,
        };
    }

    /// <summary>The hash that a version stating the same has: one, or two while the look-up key is being rotated.</summary>
    public IReadOnlyList<byte[]> Hashes(WrittenFacts written)
    {
        var state = written.State;
        return [.. seal.LookupKeys.Select(key => Hash(key, written.Json, state.Region, state.StatedIncomePerHead, state.Phone, state.BankAccount))];
    }

    /// <inheritdoc cref="Hashes(WrittenFacts)"/>
    public IReadOnlyList<byte[]> Hashes(PersonState state, WrittenFacts written)
    {
        var (household, json) = (written.State, written.Of(state));
        return [.. seal.LookupKeys.Select(key =>
            Hash(key, json, household.Id, household.Region, state.Name, state.IdNumber, state.DisabilityCard, state.Phone))];
    }

    /// <summary>All that the register stores that depends on the look-up key.</summary>
    public IEnumerable<KeyedHash> KeyedHashes() =>
    [
        new(typeof(HouseholdVersion), nameof(HouseholdVersion.PhoneHash), [nameof(HouseholdVersion.PhoneCipher)], row => seal.PhoneHash(Open(row[0]))),
        new(typeof(HouseholdVersion), nameof(HouseholdVersion.BankAccountHash), [nameof(HouseholdVersion.BankAccountCipher)], row => seal.AccountHash(Open(row[0]))),
        new(typeof(PersonVersion), nameof(PersonVersion.IdHash), [nameof(PersonVersion.IdCipher)], row => seal.IdNumberHash(Open(row[0]))),
        new(
            typeof(HouseholdVersion), nameof(HouseholdVersion.FactsHash),
            [
                nameof(HouseholdVersion.Facts), nameof(HouseholdVersion.Region), nameof(HouseholdVersion.StatedIncomePerHead),
                nameof(HouseholdVersion.PhoneCipher), nameof(HouseholdVersion.BankAccountCipher),
            ],
            row => Hash(seal.LookupKeys[0], Encoding.UTF8.GetBytes((string)row[0]!), (long)row[1]!, (Money?)row[2], Open(row[3]), Open(row[4]))),
        new(
            typeof(PersonVersion), nameof(PersonVersion.FactsHash),
            [
                nameof(PersonVersion.Facts), nameof(PersonVersion.HouseholdId), nameof(PersonVersion.Region), nameof(PersonVersion.Name),
                nameof(PersonVersion.IdCipher), nameof(PersonVersion.CardCipher), nameof(PersonVersion.PhoneCipher),
            ],
            row => Hash(
                seal.LookupKeys[0], Encoding.UTF8.GetBytes((string)row[0]!), (Guid)row[1]!, (long)row[2]!, (string?)row[3],
                Open(row[4]), Open(row[5]), Open(row[6]))),
    ];

    private string? Open(object? cipher) => seal.Open((byte[]?)cipher);

    private static byte[] Hash(LookupKey key, byte[] facts, long region, Money? statedIncome, string? phone, string? account)
    {
        var bytes = new ArrayBufferWriter<byte>(facts.Length + 64);
        Part(bytes, facts);
        Part(bytes, Number(region));
        Part(bytes, statedIncome is { } stated ? Number(stated.Fen) : null);
        Part(bytes, phone is null ? null : key.Hash("phone", phone));
        Part(bytes, account is null ? null : key.Hash("account", account));
        return SHA256.HashData(bytes.WrittenSpan);
    }

    // Id numbers are few enough to try them all: only their keyed hash may enter a hash that is stored.
    private static byte[] Hash(LookupKey key, byte[] facts, Guid household, long region, string? name, string? idNumber, string? card, string? phone)
    {
        var bytes = new ArrayBufferWriter<byte>(facts.Length + 128);
        Part(bytes, facts);
        Part(bytes, household.ToByteArray());
        Part(bytes, Number(region));
        Part(bytes, name is null ? null : Encoding.UTF8.GetBytes(name));
        Part(bytes, idNumber is null ? null : key.Hash("id", idNumber));
        Part(bytes, card is null ? null : key.Hash("card", card));
        Part(bytes, phone is null ? null : key.Hash("phone", phone));
        return SHA256.HashData(bytes.WrittenSpan);
    }

    private static byte[] Number(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return bytes;
    }

    // Length first, so that no two different lists of parts are the same bytes; -1 is "not stated".
    private static void Part(ArrayBufferWriter<byte> bytes, byte[]? part)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes.GetSpan(4), part?.Length ?? -1);
        bytes.Advance(4);
        bytes.Write(part);
    }
}
