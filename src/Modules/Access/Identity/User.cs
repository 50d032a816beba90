using Microsoft.AspNetCore.Identity;

namespace Fuyao.Access.Identity;

/// <summary>A person who signs in. Platform table: outside the county key, referred to by id only.</summary>
internal sealed class User : IdentityUser<Guid>
{
    /// <summary>The name that records and screens show.</summary>
    public string DisplayName { get; set; } = "";

    public bool Disabled { get; set; }

    /// <summary>The password was given by somebody else: it opens nothing but the form for a new one.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>Secret of the authenticator app, encrypted; null without one.</summary>
    public byte[]? TotpCipher { get; set; }

    /// <summary>Secret that waits for its first code.</summary>
    public byte[]? TotpPendingCipher { get; set; }

    /// <summary>Time step of the code last taken: neither it nor an earlier one is taken again.</summary>
    public long TotpStep { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A code on paper for the day the phone is lost; it works once.</summary>
internal sealed class RecoveryCode
{
    public Guid UserId { get; set; }

    /// <summary>SHA-256: the codes are random enough to need no slow hash.</summary>
    public byte[] Hash { get; set; } = [];

    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>A WebAuthn credential: only its public half is here.</summary>
internal sealed class Passkey
{
    public byte[] CredentialId { get; set; } = [];

    public Guid UserId { get; set; }

    public string Name { get; set; } = "";

    public byte[] PublicKey { get; set; } = [];

    public long SignCount { get; set; }

    public string Transports { get; set; } = "";

    public bool UserVerified { get; set; }

    public bool BackupEligible { get; set; }

    public bool BackedUp { get; set; }

    public byte[] Attestation { get; set; } = [];

    public byte[] ClientData { get; set; } = [];

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }
}

internal enum TicketKind
{
    SecondFactor,
    PasskeySignIn,
    PasskeyEnrol,
}

/// <summary>What is remembered between two steps of signing in or enrolling, for minutes and once. The client holds its secret.</summary>
internal sealed class Ticket
{
    public Guid Id { get; set; }

    public byte[] Hash { get; set; } = [];

    public TicketKind Kind { get; set; }

    public Guid? UserId { get; set; }

    public string? Role { get; set; }

    /// <summary>JSON of the challenge.</summary>
    public string? State { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }
}

/// <summary>A role in a place for a time. A session acts in exactly one of its user's assignments.</summary>
internal sealed class RoleAssignment
{
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    public string Role { get; set; } = "";

    /// <summary>12-digit code of the place; 0 is the nation.</summary>
    public long Region { get; set; }

    /// <summary>First day; null since ever.</summary>
    public DateOnly? From { get; set; }

    /// <summary>Last day; null for good.</summary>
    public DateOnly? To { get; set; }

    public Guid? GrantedBy { get; set; }

    /// <summary>Waits for a second administrator.</summary>
    public bool Pending { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Of a lent role: who lends it, and which assignment of theirs.</summary>
    public Guid? LentBy { get; set; }

    public Guid? LentFrom { get; set; }

    public string? Reason { get; set; }
}

/// <summary>One sign-in. Ended by sign-out, expiry, idleness, disabling or a new password; the cookie alone opens nothing.</summary>
internal sealed class Session
{
    public Guid Id { get; set; }

    public Guid UserId { get; set; }

    public Guid AssignmentId { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    /// <summary>When a person last did something, to the minute; what a page asks by itself does not count.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>A second factor or a passkey was shown.</summary>
    public bool Strong { get; set; }

    public string Address { get; set; } = "";

    /// <summary>Browser and system, in words.</summary>
    public string Device { get; set; } = "";
}

/// <summary>How often a user did on one day what is counted: full numbers seen, persons exported.</summary>
internal sealed class Usage : Kernel.Data.ICountyOwned
{
    public int County { get; set; }

    public Guid Actor { get; set; }

    public DateOnly Day { get; set; }

    public string Kind { get; set; } = "";

    public long Count { get; set; }
}
