"""Training, the debrief log, referrals and providers; imports of several kinds at once."""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = (
    """
    CREATE TABLE course (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        title VARCHAR NOT NULL,
        kind VARCHAR NOT NULL,
        hours INTEGER NOT NULL,
        topic VARCHAR NOT NULL,
        provider VARCHAR,
        approval VARCHAR,
        CONSTRAINT pk_course PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_course_title ON course (title)",
    """
    CREATE TABLE incident (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        occurred_on DATE NOT NULL,
        occurred_hour INTEGER,
        incident_type VARCHAR NOT NULL,
        meets_trigger BOOLEAN NOT NULL,
        classes VARCHAR NOT NULL,
        exposed INTEGER,
        agencies INTEGER,
        told_by VARCHAR,
        decision VARCHAR NOT NULL,
        clinician_consulted BOOLEAN NOT NULL,
        CONSTRAINT pk_incident PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_incident_occurred_on ON incident (occurred_on)",
    """
    CREATE TABLE provider (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        provider_type VARCHAR NOT NULL,
        organization VARCHAR,
        status VARCHAR NOT NULL,
        evaluates BOOLEAN NOT NULL,
        phone VARCHAR,
        email VARCHAR,
        crisis BOOLEAN NOT NULL,
        telehealth BOOLEAN NOT NULL,
        drive_minutes INTEGER,
        wait_days INTEGER,
        insurance VARCHAR,
        fee VARCHAR,
        languages VARCHAR,
        specialties VARCHAR,
        license_type VARCHAR,
        license_expires DATE,
        culture_course VARCHAR,
        responder_years INTEGER,
        ride_along BOOLEAN NOT NULL,
        interviewed BOOLEAN NOT NULL,
        references_checked BOOLEAN NOT NULL,
        license_checked BOOLEAN NOT NULL,
        agreement_on DATE,
        verified_on DATE,
        CONSTRAINT pk_provider PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_provider_name ON provider (name)",
    """
    CREATE TABLE requirement (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        name VARCHAR NOT NULL,
        hours INTEGER NOT NULL,
        in_person INTEGER,
        test_needed BOOLEAN NOT NULL,
        approved_only BOOLEAN NOT NULL,
        window_months INTEGER,
        renewal_months INTEGER,
        kinds VARCHAR NOT NULL,
        topic VARCHAR NOT NULL,
        roles VARCHAR NOT NULL,
        approver VARCHAR,
        source VARCHAR,
        verified_on DATE,
        verified_by VARCHAR,
        CONSTRAINT pk_requirement PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE certification (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        credential VARCHAR NOT NULL,
        supporter_id INTEGER NOT NULL,
        issued_on DATE NOT NULL,
        expires_on DATE,
        requirement_id INTEGER,
        issuer VARCHAR,
        number VARCHAR,
        kept_at VARCHAR,
        CONSTRAINT pk_certification PRIMARY KEY (id),
        CONSTRAINT fk_certification_supporter_id FOREIGN KEY(supporter_id) REFERENCES supporter (id) ON DELETE RESTRICT,
        CONSTRAINT fk_certification_requirement_id FOREIGN KEY(requirement_id) REFERENCES requirement (id) ON DELETE SET NULL
    )
    """,
    "CREATE INDEX ix_certification_expires_on ON certification (expires_on)",
    "CREATE INDEX ix_certification_supporter_id ON certification (supporter_id)",
    """
    CREATE TABLE followup (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        due_on DATE NOT NULL,
        incident_id INTEGER NOT NULL,
        done_on DATE,
        CONSTRAINT pk_followup PRIMARY KEY (id),
        CONSTRAINT fk_followup_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id) ON DELETE RESTRICT
    )
    """,
    "CREATE INDEX ix_followup_due_on ON followup (due_on)",
    "CREATE INDEX ix_followup_incident_id ON followup (incident_id)",
    """
    CREATE TABLE intervention (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        held_on DATE NOT NULL,
        incident_id INTEGER NOT NULL,
        held_hour INTEGER,
        intervention_type VARCHAR NOT NULL,
        eligible INTEGER,
        attended INTEGER,
        voluntary VARCHAR,
        clinician_present BOOLEAN NOT NULL,
        chaplain_present BOOLEAN NOT NULL,
        duration VARCHAR,
        place VARCHAR,
        handouts BOOLEAN NOT NULL,
        followups_offered INTEGER,
        referrals_offered INTEGER,
        team_debriefed BOOLEAN NOT NULL,
        CONSTRAINT pk_intervention PRIMARY KEY (id),
        CONSTRAINT fk_intervention_incident_id FOREIGN KEY(incident_id) REFERENCES incident (id) ON DELETE RESTRICT
    )
    """,
    "CREATE INDEX ix_intervention_held_on ON intervention (held_on)",
    "CREATE INDEX ix_intervention_incident_id ON intervention (incident_id)",
    """
    CREATE TABLE referral (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        month VARCHAR(7) NOT NULL,
        provider_type VARCHAR NOT NULL,
        provider_id INTEGER,
        origin VARCHAR NOT NULL,
        handoff VARCHAR NOT NULL,
        status VARCHAR NOT NULL,
        first_visit VARCHAR NOT NULL,
        barrier VARCHAR NOT NULL,
        followup_due VARCHAR(7),
        followed_up BOOLEAN NOT NULL,
        after_30 VARCHAR NOT NULL,
        after_90 VARCHAR NOT NULL,
        rating VARCHAR NOT NULL,
        counted_in VARCHAR(10) NOT NULL,
        CONSTRAINT pk_referral PRIMARY KEY (id),
        CONSTRAINT fk_referral_provider_id FOREIGN KEY(provider_id) REFERENCES provider (id) ON DELETE SET NULL
    )
    """,
    "CREATE INDEX ix_referral_counted_in ON referral (counted_in)",
    "CREATE INDEX ix_referral_month ON referral (month)",
    """
    CREATE TABLE training_session (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        held_on DATE NOT NULL,
        course_id INTEGER NOT NULL,
        hours INTEGER NOT NULL,
        format VARCHAR NOT NULL,
        in_person INTEGER,
        instructor VARCHAR,
        place VARCHAR,
        guests INTEGER,
        CONSTRAINT pk_training_session PRIMARY KEY (id),
        CONSTRAINT fk_training_session_course_id FOREIGN KEY(course_id) REFERENCES course (id) ON DELETE RESTRICT
    )
    """,
    "CREATE INDEX ix_training_session_course_id ON training_session (course_id)",
    "CREATE INDEX ix_training_session_held_on ON training_session (held_on)",
    """
    CREATE TABLE attendance (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        supporter_id INTEGER NOT NULL,
        session_id INTEGER NOT NULL,
        hours INTEGER NOT NULL,
        test VARCHAR NOT NULL,
        CONSTRAINT pk_attendance PRIMARY KEY (id),
        CONSTRAINT uq_attendance_session_id UNIQUE (session_id, supporter_id),
        CONSTRAINT fk_attendance_supporter_id FOREIGN KEY(supporter_id) REFERENCES supporter (id) ON DELETE RESTRICT,
        CONSTRAINT fk_attendance_session_id FOREIGN KEY(session_id) REFERENCES training_session (id) ON DELETE RESTRICT
    )
    """,
    "CREATE INDEX ix_attendance_supporter_id ON attendance (supporter_id)",
    """
    CREATE TABLE responder (
        id INTEGER NOT NULL,
        version INTEGER NOT NULL,
        supporter_id INTEGER NOT NULL,
        intervention_id INTEGER NOT NULL,
        role VARCHAR NOT NULL,
        attested BOOLEAN NOT NULL,
        CONSTRAINT pk_responder PRIMARY KEY (id),
        CONSTRAINT uq_responder_intervention_id UNIQUE (intervention_id, supporter_id),
        CONSTRAINT fk_responder_supporter_id FOREIGN KEY(supporter_id) REFERENCES supporter (id) ON DELETE RESTRICT,
        CONSTRAINT fk_responder_intervention_id FOREIGN KEY(intervention_id) REFERENCES intervention (id) ON DELETE RESTRICT
    )
    """,
    "CREATE INDEX ix_responder_supporter_id ON responder (supporter_id)",
    "ALTER TABLE imported_record ADD COLUMN record_kind VARCHAR",
)


def upgrade(connection: Connection) -> None:
    """Add the tables of the four logs."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
