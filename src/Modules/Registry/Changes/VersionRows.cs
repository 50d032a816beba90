using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Fuyao.Registry.Contracts;
using Fuyao.Registry.Model;

namespace Fuyao.Registry.Changes;

/// <summary>From states in clear to rows: columns for lists, sealed values, canonical facts and the hash over all of it.</summary>
internal sealed class VersionRows(Seal seal)
{
    public HouseholdVersion Household(HouseholdState state, int county, Guid id, Guid change, Span span)
    {
        var facts = state.Facts;
        var json = Facts.Write(facts);
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
            FactsHash = Hash(state, json),
            ValidFrom = span.From,
            ValidTo = span.To,
            OpenedBy = change,
        };
    }

    public PersonVersion Person(PersonState state, HouseholdState household, int county, Guid id, Guid change, Span span)
    {
        var json = Facts.Write(state.Facts);
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
            FactsHash = Hash(state, household, json),
            ValidFrom = span.From,
            ValidTo = span.To,
            OpenedBy = change,
        };
    }

    public byte[] Hash(HouseholdState state) => Hash(state, Facts.Write(state.Facts));

    public byte[] Hash(PersonState state, HouseholdState household) => Hash(state, household, Facts.Write(state.Facts));

    private byte[] Hash(HouseholdState state, byte[] facts)
    {
        var bytes = new ArrayBufferWriter<byte>(facts.Length + 64);
        Part(bytes, facts);
        Part(bytes, Number(state.Region));
        Part(bytes, state.StatedIncomePerHead is { } stated ? Number(stated.Fen) : null);
        Part(bytes, seal.PhoneHash(state.Phone));
        Part(bytes, seal.AccountHash(state.BankAccount));
        return SHA256.HashData(bytes.WrittenSpan);
    }

    // Id numbers are few enough to try them all: only their keyed hash may enter a hash that is stored.
    private byte[] Hash(PersonState state, HouseholdState household, byte[] facts)
    {
        var bytes = new ArrayBufferWriter<byte>(facts.Length + 128);
        Part(bytes, facts);
        Part(bytes, household.Id.ToByteArray());
        Part(bytes, Number(household.Region));
        Part(bytes, state.Name is null ? null : Encoding.UTF8.GetBytes(state.Name));
        Part(bytes, seal.IdNumberHash(state.IdNumber));
        Part(bytes, seal.CardHash(state.DisabilityCard));
        Part(bytes, seal.PhoneHash(state.Phone));
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
