"""A plan of names as long as they may be: code is wrapped, and names of the database are cut, everywhere alike."""

from __future__ import annotations

from pathlib import Path

from scaffolder.plan import Plan, reading

LONG = """
schema_version: 1
name: Names
slug: names
summary: Everything has a long name here.
kind: api
stack: api
requirements:
  - {id: R1, text: Long names work.}
roles:
  - {name: administrator_of_everything_there_is, admin: true}
  - {name: inspector_of_the_northern_counties, satisfies: [R1]}
entities:
  - name: RegionalInspectionAppointmentTemplate
    satisfies: [R1]
    fields:
      - {name: descriptive_title_of_the_appointment_template, required: true, unique: true, satisfies: [R1]}
      - {name: maximum_number_of_inspectors_at_the_appointment, type: integer, satisfies: [R1]}
      - {name: minimum_number_of_inspectors_at_the_appointment, type: integer, satisfies: [R1]}
      - name: current_state_of_the_appointment_template
        type: enum
        enum: [{value: draft_that_nobody_has_looked_at}, {value: approved_by_the_inspector}]
        satisfies: [R1]
    constraints:
      - name: minimum_number_must_not_be_above_the_maximum_number
        kind: check
        expr: minimum_number_of_inspectors_at_the_appointment <= maximum_number_of_inspectors_at_the_appointment
        message: The minimum must not be above the maximum number.
        satisfies: [R1]
      - name: maximum_number_must_be_below_one_thousand_inspectors
        kind: check
        expr: maximum_number_of_inspectors_at_the_appointment < 1000
        message: There are fewer than a thousand inspectors.
        satisfies: [R1]
      - name: same_minimum_and_maximum_number_only_once_in_all
        kind: unique
        fields: [minimum_number_of_inspectors_at_the_appointment, maximum_number_of_inspectors_at_the_appointment]
        message: There is such a template already.
        satisfies: [R1]
  - name: RegionalInspectionAppointment
    soft_delete: true
    satisfies: [R1]
    fields:
      - {name: internal_reference_number_of_the_appointment, required: true, unique: true, satisfies: [R1]}
      - {name: contact_address_of_the_responsible_person, type: email, satisfies: [R1]}
    relations:
      - name: regional_inspection_appointment_template
        target: RegionalInspectionAppointmentTemplate
        required: true
        inverse: appointments_that_were_made_from_this_template
        satisfies: [R1]
state_machines:
  - entity: RegionalInspectionAppointmentTemplate
    field: current_state_of_the_appointment_template
    initial: draft_that_nobody_has_looked_at
    transitions:
      - action: approve_after_careful_consideration
        from: [draft_that_nobody_has_looked_at]
        to: approved_by_the_inspector
    satisfies: [R1]
actions:
  - name: approve_after_careful_consideration
    entity: RegionalInspectionAppointmentTemplate
    roles: [inspector_of_the_northern_counties]
    satisfies: [R1]
permissions:
  - role: inspector_of_the_northern_counties
    entity: RegionalInspectionAppointmentTemplate
    operations: [create, read, update]
    satisfies: [R1]
queries:
  - name: appointment_templates_that_many_inspectors_attend
    entity: RegionalInspectionAppointmentTemplate
    where: maximum_number_of_inspectors_at_the_appointment > 10
    sort: [-maximum_number_of_inspectors_at_the_appointment]
    satisfies: [R1]
reports:
  - name: number_of_inspectors_by_state_of_the_template
    entity: RegionalInspectionAppointmentTemplate
    group_by: [current_state_of_the_appointment_template]
    measures:
      - {name: number_of_templates_in_this_state, agg: count}
      - name: number_of_inspectors_in_this_state
        agg: sum
        expr: maximum_number_of_inspectors_at_the_appointment
    satisfies: [R1]
jobs:
  - name: raise_the_minimum_number_of_inspectors_overnight
    trigger:
      on: schedule
      entity: RegionalInspectionAppointmentTemplate
      cron: 0 3 * * *
      when: minimum_number_of_inspectors_at_the_appointment is None
    effects:
      - {kind: set, field: minimum_number_of_inspectors_at_the_appointment, value: "1"}
    satisfies: [R1]
notifications:
  - name: responsible_person_is_told_of_the_new_appointment
    trigger: {on: created, entity: RegionalInspectionAppointment}
    channel: email
    to: contact_address_of_the_responsible_person
    subject: "Appointment {internal_reference_number_of_the_appointment} of
      {regional_inspection_appointment_template.descriptive_title_of_the_appointment_template}"
    body: "It has at most {regional_inspection_appointment_template.maximum_number_of_inspectors_at_the_appointment}."
    satisfies: [R1]
  - name: inspectors_are_told_of_every_approved_appointment_template
    trigger:
      on: action
      entity: RegionalInspectionAppointmentTemplate
      action: approve_after_careful_consideration
    channel: in_app
    to: role:inspector_of_the_northern_counties
    subject: "{descriptive_title_of_the_appointment_template}"
    satisfies: [R1]
transfers:
  - name: appointment_templates_as_a_file_for_the_counties
    direction: export
    entity: RegionalInspectionAppointmentTemplate
    satisfies: [R1]
"""


def long_names() -> Plan:
    return reading.from_yaml(LONG, source=Path(__file__).name)
